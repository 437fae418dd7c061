"""A document as Markdown, as converters write it: headings with signs, tables with pipes, an empty cell for each one that is merged."""

from __future__ import annotations

from tests.generator.formats import Document, Grid, Text, placed


def markdown(document: Document) -> bytes:
    """The document as Markdown."""
    return "\n".join(_grid(part) if isinstance(part, Grid) else _text(part) for part in document.parts).encode()


def _text(part: Text) -> str:
    sign = (
        "# "
        if part.kind == "title"
        else "## "
        if part.kind.startswith("heading")
        else "### "
        if part.kind == "sub"
        else ""
    )
    return f"{sign}{part.text}\n"


def _grid(grid: Grid) -> str:
    rows = [[""] * grid.columns for _ in grid.rows]
    for row, column, box in placed(grid):
        rows[row - 1][column - 1] = box.text.replace("|", "\\|")
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * grid.columns, *lines[1:], ""])
