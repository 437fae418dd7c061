"""Files that cannot be read, and the words that say why and what to do."""

from __future__ import annotations

MAX_BYTES = 64 * 1024 * 1024
"""The largest file that is read; a report of 200 pages has less than one megabyte of text."""


class ReadError(Exception):
    """A file that cannot be read: one sentence or two in Chinese and in English, without the file's name."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh = zh
        self.en = en

    def in_(self, lang: str) -> str:
        """The message in ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh


def too_large() -> ReadError:
    """The refusal of a file beyond ``MAX_BYTES``."""
    size = MAX_BYTES // (1024 * 1024)
    return ReadError(
        f"文件超过 {size} MB，不像是年度报告的文本，没有读取。请确认文件是否选对，或者把报告单独存成文本。",
        f"The file is larger than {size} MB, which no annual report's text is; it was not read. Check that it is the right file.",
    )


class MissingPackagesError(ReadError):
    """A file of a format whose reader needs packages that are not installed; ``extra`` is what brings them."""

    def __init__(self, extra: str, what_zh: str, what_en: str) -> None:
        install = f'pip install "govlint[{extra}]"'
        super().__init__(
            f"没有检查：读取{what_zh}需要另外安装组件。请运行：{install}",
            f"Not checked: reading {what_en} needs packages that are not installed. Run: {install}",
        )
        self.extra = extra
        self.what = (what_zh, what_en)


def other_format(zh: str, en: str) -> ReadError:
    """The refusal of a format that no reader reads."""
    return ReadError(
        f"这是{zh}，govlint 不能读取。请改用报告的 Word、WPS、PDF、OFD、网页或纯文本文件。",
        f"This is {en}, which govlint cannot read. Use the report as Word, WPS, PDF, OFD, web page or plain text.",
    )


def damaged_container() -> ReadError:
    """The refusal of a document that is cut off or garbled."""
    return ReadError(
        "文件已损坏或不完整（可能没有下载完），没有读取。请重新下载，或用 Word、WPS 打开后另存一份再检查。",
        "The file is damaged or incomplete (perhaps the download broke off); it was not read. Download it again, or open it and save a new copy.",
    )


def protected() -> ReadError:
    """The refusal of a document that asks for a password."""
    return ReadError(
        "文件有密码保护，不能读取。请打开后取消密码，另存一份再检查。",
        "The file is protected with a password and cannot be read. Open it, remove the password and save a copy.",
    )


def too_slow(seconds: float) -> ReadError:
    """The refusal of a file that takes too long."""
    return ReadError(
        f"读取超过 {seconds:.0f} 秒，已停止，没有检查。文件可能已损坏或过于复杂；请另存一份，或换用其他格式。",
        f"Reading took more than {seconds:.0f} seconds and was stopped; the file was not checked. It may be damaged or too complex; "
        "save a new copy or use another format.",
    )


def crashed() -> ReadError:
    """The refusal of a file on which a library crashed or ran out of memory."""
    return ReadError(
        "读取时组件崩溃或内存不足，没有检查。文件可能已损坏；请另存一份，或换用其他格式。",
        "A library crashed on the file or ran out of memory; it was not checked. It may be damaged; save a new copy or use another format.",
    )


def refuse_binary(data: bytes) -> None:
    """Raises a ReadError where control characters abound, as in programs, archives and damaged files.

    Not for UTF-16, whose zero bytes are no characters.
    """
    controls = len(data.translate(None, _NO_CONTROLS))
    if controls * 20 > len(data):
        raise ReadError(
            "这不是文本文件（含有大量控制字符）。请把报告另存为纯文本（.txt，UTF-8 或 GB18030 编码）后再检查。",
            "This is not a text file (it is full of control characters). Save the report as plain text (.txt, UTF-8 or GB18030).",
        )


def refusal_of(error: OSError | ValueError) -> ReadError:
    """What the operating system's refusal means, in plain words."""
    if isinstance(error, FileNotFoundError):
        return ReadError("找不到这个文件。请检查路径和文件名。", "There is no such file. Check the path and the name.")
    if isinstance(error, IsADirectoryError):
        return ReadError("这是目录，不是文件。", "This is a directory, not a file.")
    if isinstance(error, PermissionError):
        return ReadError("没有权限读取这个文件。", "You are not allowed to read this file.")
    if isinstance(error, ValueError):
        return ReadError("这不是合法的文件名。", "This is not a valid file name.")
    reason = error.strerror or str(error)
    return ReadError(f"读取时出错：{reason}。", f"It cannot be read: {reason}.")


_NO_CONTROLS = bytes(code for code in range(256) if code >= 32 or code in b"\t\n\v\f\r")
