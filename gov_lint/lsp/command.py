"""``govlint lsp``: starts the language server."""

from __future__ import annotations

import sys

from gov_lint.outputs import Refusal

HOST = "127.0.0.1"
"""Where the server listens, for a client on the same machine."""


def serve(lang: str, port: int | None) -> int:
    """Serves one client on standard input and output, or on a port of this machine, until it says goodbye; 1 where it leaves without.  Raises
    Refusal where what this needs is not installed, or the port is taken."""
    try:
        from gov_lint.lsp.handlers import build
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0] not in ("pygls", "lsprotocol", "cattrs", "attrs"):
            raise
        raise Refusal(
            '没有安装语言服务器需要的程序包，请运行：pip install "govlint[lsp]"。',
            'What the language server needs is not installed; run: pip install "govlint[lsp]".',
        ) from error
    server = build(lang)
    if port is None:
        server.start_io()
    else:
        try:
            server.start_tcp(HOST, port)
        except OSError as error:
            reason = error.strerror or str(error)
            raise Refusal(f"端口 {port} 无法使用：{reason}。", f"Port {port} cannot be used: {reason}.") from error
    sys.stderr.flush()
    return int(not server.ended)
