import unittest

from files_exporter.config import ConfigError, parse_file_paths


class ParseFilePaths(unittest.TestCase):
    def refusal_of(self, blob: bytes) -> str:
        with self.assertRaises(ConfigError) as caught:
            parse_file_paths(blob)
        return str(caught.exception)

    def test_gives_the_paths_in_their_order(self) -> None:
        self.assertEqual(parse_file_paths(b"file_paths: [/out/b, /out/a]"), ["/out/b", "/out/a"])

    def test_reads_yaml_1_2_in_which_no_is_a_text(self) -> None:
        self.assertEqual(parse_file_paths(b"file_paths: [no]"), ["no"])

    def test_names_every_problem_by_its_path(self) -> None:
        self.assertEqual(
            self.refusal_of(b"files: 1\nfile_paths: [/out/a, 3, [x]]"),
            "files: unknown key; expected file_paths\n"
            "file_paths[1]: expected a text, found 3\n"
            "file_paths[2]: expected a text, found a list",
        )

    def test_refuses_a_config_without_paths(self) -> None:
        for blob in (b"", b"{}", b"file_paths:", b"file_paths: []"):
            with self.subTest(blob=blob):
                self.assertEqual(self.refusal_of(blob), "No parsed filepaths")

    def test_refuses_another_type_than_a_list(self) -> None:
        self.assertEqual(
            self.refusal_of(b"file_paths: " + b"x" * 100),
            f"file_paths: expected a list, found the text {'x' * 80}…",
        )
        self.assertEqual(self.refusal_of(b"[1]"), "config: expected a mapping, found a list")

    def test_refuses_what_is_no_yaml_and_no_utf8(self) -> None:
        self.assertIn("line 1, column 13", self.refusal_of(b"file_paths: [/out/a"))
        self.assertEqual(self.refusal_of(b"a: \xff"), "config: not UTF-8 at byte 3")
        self.assertEqual(self.refusal_of(b"[" * 1000), "config: maximum recursion depth exceeded")

    def test_refuses_more_than_it_can_read_in_time(self) -> None:
        self.assertEqual(
            self.refusal_of(b"x" * 65_537), "config: 65537 bytes; at most 65536 are read"
        )
