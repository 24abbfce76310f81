import unittest

from files_exporter.failures import traceback_text


class TracebackText(unittest.TestCase):
    def test_names_kind_and_places_but_not_the_message(self) -> None:
        def fail() -> None:
            raise ValueError("span data")

        try:
            fail()
        except ValueError as error:
            text = traceback_text(error)
        self.assertRegex(
            text,
            r"^unexpected ValueError\n"
            r"at .*test_failures\.py:\d+ in test_names_kind_.*\n"
            r"at .*test_failures\.py:\d+ in fail$",
        )
