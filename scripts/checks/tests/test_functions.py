import unittest

from checks.functions import functions


class FunctionLengthTests(unittest.TestCase):
    def found(self, language, text):
        return [(function.name, function.line, function.length) for function in functions(language, text)]

    def test_swift_functions_of_every_kind_are_measured_to_their_brace(self):
        text = "\n".join([
            "struct A<T> {", "  init?(_ a: Int) {", "    b { c }", "  }", "  deinit {}", "  func f<U>(", "    a: U",
            "  ) throws(E) -> [U]", "  where U: B {", "    x", "  }", "  subscript(i: Int) -> T { t }",
            "  static func == (a: A, b: A) -> Bool {", "    true", "  }", "  static func < (a: A, b: A) -> Bool { true }",
            "  var p: T {", "    get { t }", "  }", "}",
        ])
        expected = [
            ("init", 2, 3), ("deinit", 5, 1), ("f", 6, 6), ("subscript", 12, 1), ("==", 13, 3), ("<", 16, 1), ("p", 17, 3),
        ]
        self.assertEqual(self.found("swift", text), expected)

    def test_swift_requirements_and_stored_properties_have_no_body(self):
        text = "protocol P {\n  func f() -> Int\n  init()\n  var g: Int\n\n  func h(a: [Int])\n}\nfunc real() {\n}\n"
        self.assertEqual(self.found("swift", text), [("real", 8, 2)])

    def test_swift_calls_of_initializers_are_no_functions(self):
        self.assertEqual(self.found("swift", "let a = .init(b) { c }\nself.init(x)\nif x.init(y) == z {\n}\n"), [])

    def test_swift_braces_in_strings_comments_and_arguments_do_not_count(self):
        text = 'func f(a: () -> Void = { b }) {\n  g("}") // }\n  h("\\(i { j })")\n}\nfunc k() {}\n'
        self.assertEqual(self.found("swift", text), [("f", 1, 4), ("k", 5, 1)])

    def test_swift_nested_function_is_measured_beside_the_outer_one(self):
        self.assertEqual(self.found("swift", "func f() {\n  func g() {\n  }\n}\n"), [("f", 1, 4), ("g", 2, 2)])

    def test_python_functions_and_methods_are_measured(self):
        text = "class A:\n    async def f(self):\n        return 1\n\ndef g():\n    def h():\n        pass\n"
        self.assertEqual(sorted(self.found("python", text)), [("f", 2, 2), ("g", 5, 3), ("h", 6, 2)])

    def test_shell_functions_end_at_the_brace_of_their_indentation(self):
        text = "a() {\n  if b; then { c; }; fi\n}\n\n  d () {\n    e\n  }\nf() { g; }\nfunction h() {\n}\n"
        self.assertEqual(self.found("shell", text), [("a", 1, 3), ("d", 5, 3), ("f", 8, 1), ("h", 9, 2)])

    def test_go_functions_and_methods_end_at_a_brace_at_the_start_of_a_line(self):
        text = "func (a *A) F(b interface{}) error {\n\tgo func() {\n\t}()\n\tc := `\n}\n`\n}\nfunc g() { h() }\nfunc i() {\n}\n"
        self.assertEqual(self.found("go", text), [("F", 1, 7), ("g", 8, 1), ("i", 9, 2)])

    def test_c_functions_are_found_among_types_and_macros(self):
        text = "\n".join([
            "#include <a.h>", "#define M(x) do { x; \\", "  } while (0)", "struct s { int a; };", "int t[] = { 1, 2 };",
            "static int", "f(int a)", "{", "  if (a) { return '}'; }", "  return 1;", "}", "int g(void);", "int h(void) { return 1; }",
        ])
        self.assertEqual(self.found("c", text), [("f", 6, 6), ("h", 13, 1)])

    def test_c_functions_inside_extern_c_are_found(self):
        self.assertEqual(self.found("c", 'extern "C" {\nint f(void) {\n}\n}\n'), [("f", 2, 2)])


if __name__ == "__main__":
    unittest.main()
