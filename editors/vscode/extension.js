// The client of govlint's language server, and a command for documents that VS Code cannot show as text.
"use strict";

const { execFile } = require("node:child_process");
const { mkdtemp, readFile, rm } = require("node:fs/promises");
const os = require("node:os");
const path = require("node:path");
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const LANGUAGES = ["plaintext", "markdown", "html"];
const SCHEMES = ["file", "untitled"];
const DOCUMENTS = ["docx", "doc", "wps", "pdf", "ofd", "odt", "rtf", "xlsx"];
const PAGES = ["html", "htm", "shtml", "mht", "mhtml", "txt", "text", "md", "markdown"];

/** Words in the language of VS Code. */
const t = (...words) => vscode.l10n.t(...words);

let client;

/** The value of one of govlint's settings. */
function setting(name) {
  return vscode.workspace.getConfiguration("govlint").get(name);
}

/** Starts the language server; says how to install it where it is not there. */
async function start() {
  const run = { command: setting("path") || "govlint", args: ["lsp"] };
  const options = {
    documentSelector: SCHEMES.flatMap((scheme) => LANGUAGES.map((language) => ({ scheme, language }))),
    initializationOptions: { asksReason: true },
  };
  client = new LanguageClient("govlint", "govlint", { run, debug: run }, options);
  try {
    await client.start();
  } catch (error) {
    const words = t('govlint could not be started. Install it with: pip install "govlint[all]", or set govlint.path.');
    vscode.window.showErrorMessage(`${words} (${error.message ?? error})`);
  }
}

/** Ends the language server. */
async function stop() {
  const old = client;
  client = undefined;
  if (old?.isRunning()) {
    await old.stop();
  }
}

/** Asks why a finding is let pass, and has the server write it down. `finding` names it, as the server gave it. */
async function suppress(finding) {
  const reason = await vscode.window.showInputBox({
    title: t("Why is this finding let pass? (required)"),
    prompt: finding.message,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() ? undefined : t("A reason is required.")),
  });
  if (!reason?.trim()) {
    return;
  }
  const approver = await vscode.window.showInputBox({
    title: finding.mandatory ? t("Approved by (required: the rule is mandatory)") : t("Approved by (may stay empty)"),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() || !finding.mandatory ? undefined : t("The rule is mandatory: name who approved.")),
  });
  if (approver === undefined) {
    return;
  }
  const expires = await vscode.window.showInputBox({
    title: t("Last day, such as 2026-12-31 (may stay empty)"),
    ignoreFocusOut: true,
    validateInput: (text) => (/^(\d{4}-\d{2}-\d{2})?$/.test(text.trim()) ? undefined : t("A day such as 2026-12-31.")),
  });
  if (expires === undefined) {
    return;
  }
  const entry = { uri: finding.uri, key: finding.key, reason, approver, expires };
  await client?.sendRequest("workspace/executeCommand", { command: "govlint.suppress", arguments: [entry] });
}

/** Checks a file of any format and shows what was found beside the report's text. */
async function checkFile(chosen) {
  const file = chosen instanceof vscode.Uri ? chosen : await ask();
  if (!file) {
    return;
  }
  const folder = await mkdtemp(path.join(os.tmpdir(), "govlint-"));
  try {
    const page = path.join(folder, "report.html");
    const title = t("govlint checks {0} …", path.basename(file.fsPath));
    const where = { location: vscode.ProgressLocation.Notification, title };
    const said = await vscode.window.withProgress(where, () => run(file.fsPath, page));
    const html = await readFile(page, "utf8").catch(() => "");
    if (html) {
      const name = `govlint: ${path.basename(file.fsPath)}`;
      const panel = vscode.window.createWebviewPanel("govlint.report", name, vscode.ViewColumn.Beside, {
        enableScripts: false,
        enableFindWidget: true,
        localResourceRoots: [],
      });
      panel.webview.html = html;
    }
    if (said) {
      vscode.window.showWarningMessage(said);
    } else if (!html) {
      vscode.window.showErrorMessage(t("govlint wrote no report."));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Asks which file is to be checked. */
async function ask() {
  const filters = { [t("Reports")]: [...DOCUMENTS, ...PAGES] };
  const files = await vscode.window.showOpenDialog({ canSelectMany: false, filters });
  return files?.[0];
}

/** Runs govlint on a file, with the page it writes; gives what it said on standard error. */
function run(file, page) {
  const lang = setting("lang") || (vscode.env.language.startsWith("en") ? "en" : "zh");
  const options = ["--format", "html", "--output", page, "--fail-on", "never", "--lang", lang];
  for (const [name, option] of [["profile", "--profile"], ["orgType", "--org-type"], ["edition", "--edition"], ["published", "--published"]]) {
    if (setting(name)) {
      options.push(option, setting(name));
    }
  }
  const cwd = path.dirname(file);
  return new Promise((resolve) => {
    const command = setting("path") || "govlint";
    execFile(command, ["lint", ...options, "--", file], { cwd, windowsHide: true, timeout: 300_000 }, (error, _, said) => {
      resolve(said.trim() || (error && error.code !== 1 ? error.message : ""));
    });
  });
}

exports.activate = async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("govlint.checkFile", checkFile),
    vscode.commands.registerCommand("govlint.suppressHere", suppress),
    vscode.commands.registerCommand("govlint.restart", async () => {
      await stop();
      await start();
    }),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration("govlint.path")) {
        await stop();
        await start();
      }
    }),
  );
  await start();
};

exports.deactivate = stop;
