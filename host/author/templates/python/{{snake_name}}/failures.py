"""Exceptions that nobody expected, as a text for the operator."""

import re
import traceback


def traceback_text(error: BaseException) -> str:
    """The kind of an exception and where it was raised, outermost call first.

    Without its message, which may quote span data or the config; without source lines, which are
    not in the plugin.
    """
    # walk_tb knows nothing of source files; extract_tb would look for them.
    frames = [
        f"at {_shown(frame.f_code.co_filename)}:{line_number} in {frame.f_code.co_name}"
        for frame, line_number in traceback.walk_tb(error.__traceback__)
    ]
    return "\n".join([f"unexpected {type(error).__name__}", *frames])


def _shown(file: str) -> str:
    """Inside a plugin, each folder of the Python path is called by its number: /0/module.py."""
    return re.sub(r"^/\d+/", "", file)
