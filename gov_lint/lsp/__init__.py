"""The language server: findings, explanations and repairs in an editor, while a report is being written."""
