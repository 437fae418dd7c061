// The extension in an editor that is made of stand-ins: what it registers, what it asks the server for, and the page that it shows.
// Arguments: the extension, the program govlint, a report.  Prints what happened as JSON.
"use strict";

const Module = require("node:module");
const [extension, program, report] = process.argv.slice(2);

const commands = {};
const happened = { sent: [], started: [], panels: [], said: [] };
const answers = ["  ", "已核对台账", "办公室", "2999-12-31"];
const settings = { path: program, lang: "zh", edition: "2021" };

class Uri {
  constructor(fsPath) {
    this.fsPath = fsPath;
  }
}

const vscode = {
  Uri,
  ProgressLocation: { Notification: 15 },
  ViewColumn: { Beside: -2 },
  env: { language: "zh-cn" },
  l10n: { t: (words) => words },
  commands: {
    registerCommand: (name, action) => {
      commands[name] = action;
      return { dispose() {} };
    },
  },
  window: {
    showInputBox: async (options) => {
      let answer = answers.shift();
      while (options.validateInput(answer)) {
        answer = answers.shift();
      }
      return answer;
    },
    showErrorMessage: (words) => happened.said.push(words),
    showWarningMessage: (words) => happened.said.push(words),
    withProgress: (_, work) => work(),
    createWebviewPanel: (kind, title, column, options) => {
      const panel = { title, options, webview: {} };
      happened.panels.push(panel);
      return panel;
    },
  },
  workspace: {
    getConfiguration: () => ({ get: (name) => settings[name] }),
    onDidChangeConfiguration: () => ({ dispose() {} }),
  },
};

class LanguageClient {
  constructor(id, name, server, client) {
    happened.started.push({ server: server.run, client });
  }

  async start() {}

  async stop() {}

  isRunning() {
    return true;
  }

  async sendRequest(method, parameters) {
    happened.sent.push({ method, parameters });
  }
}

const load = Module._load;
Module._load = (name, ...rest) => {
  const standIns = { vscode, "vscode-languageclient/node": { LanguageClient } };
  return standIns[name] ?? load(name, ...rest);
};

async function session() {
  const { activate, deactivate } = require(extension);
  await activate({ subscriptions: [] });
  await commands["govlint.suppressHere"]({ uri: "file:///a.txt", key: "k", message: "m", mandatory: false });
  await commands["govlint.checkFile"](new Uri(report));
  await commands["govlint.restart"]();
  await deactivate();
  process.stdout.write(JSON.stringify(happened));
}

session().catch((error) => {
  process.stderr.write(String(error.stack));
  process.exitCode = 1;
});
