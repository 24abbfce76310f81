#include "../src/json_writer.h"

#include "check.h"

#include <math.h>

void test_json_writer(void) {
  struct json_writer json = {0};
  json_begin_object(&json);
  json_key(&json, "list");
  json_begin_array(&json);
  json_put_number(&json, -1);
  json_put_int64(&json, INT64_MIN);
  json_put_uint64(&json, UINT64_MAX);
  json_put_flag(&json, true);
  json_end_array(&json);
  json_key(&json, "empty");
  json_begin_object(&json);
  json_end_object(&json);
  json_end_object(&json);
  json_newline(&json);
  CHECK_TEXT(&json.out,
             "{\"list\":[-1,\"-9223372036854775808\",\"18446744073709551615\",true],\"empty\":{}}\n");

  static const double numbers[] = {0, 0.1, 1.0 / 3, 1e300, 5e-324, 1.7976931348623157e308, -0.0, 123456};
  json_clear(&json);
  json_begin_array(&json);
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) json_put_double(&json, numbers[i]);
  json_put_double(&json, NAN);
  json_put_double(&json, INFINITY);
  json_put_double(&json, -INFINITY);
  json_end_array(&json);
  CHECK_TEXT(&json.out,
             "[0,0.1,0.3333333333333333,1e+300,4.94065645841247e-324,1.7976931348623157e+308,-0,123456,"
             "\"NaN\",\"Infinity\",\"-Infinity\"]");

  /* A quote, controls, valid UTF-8 of each length, and what is none: a stray byte, an overlong slash, half a
   * pair. */
  json_clear(&json);
  json_put_text(&json, text_bytes("\"\\/\b\t\x01\x7f é€😀 \xff \xc0\xaf \xed\xa0\x80 \xf0\x9f\x98"));
  CHECK_TEXT(&json.out, "\"\\\"\\\\/\\b\\t\\u0001\x7f é€😀 \xef\xbf\xbd \xef\xbf\xbd\xef\xbf\xbd "
                        "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");

  json_clear(&json);
  json_begin_array(&json);
  json_put_hex(&json, text_bytes("\x01\xab\xff"));
  json_put_base64(&json, text_bytes(""));
  json_put_base64(&json, text_bytes("f"));
  json_put_base64(&json, text_bytes("fo"));
  json_put_base64(&json, text_bytes("foo"));
  json_put_base64(&json, text_bytes("\xff\xfe\xfd\xfc"));
  json_end_array(&json);
  CHECK_TEXT(&json.out, "[\"01abff\",\"\",\"Zg==\",\"Zm8=\",\"Zm9v\",\"//79/A==\"]");
}
