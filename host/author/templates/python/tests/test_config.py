import unittest

from {{snake_name}}.config import Config, ConfigError, parse_config


class ParseConfig(unittest.TestCase):
    def test_takes_the_default_for_what_is_not_there(self) -> None:
        for text in ("", "null", "{}", '{"prefix": null}'):
            with self.subTest(text=text):
                self.assertEqual(parse_config(text), Config(prefix="span"))

    def test_reads_the_prefix(self) -> None:
        self.assertEqual(parse_config('{"prefix": ">"}').prefix, ">")

    def test_names_what_it_refuses(self) -> None:
        refusals = {
            '{"prefx": "x"}': "prefx: unknown key; expected prefix",
            '{"prefix": 3}': "prefix: expected a text, found 3",
            "[]": "config: expected a mapping",
        }
        for text, message in refusals.items():
            with self.subTest(text=text), self.assertRaises(ConfigError) as caught:
                parse_config(text)
            self.assertEqual(str(caught.exception), message)
