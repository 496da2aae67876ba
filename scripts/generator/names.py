"""Names in C as protoc-c 1.4 forms them, and in Swift as the house style wants them."""

CPP_KEYWORDS = frozenset(
    "and and_eq asm auto bitand bitor bool break case catch char class compl const const_cast continue default delete do "
    "double dynamic_cast else enum explicit extern false float for friend goto if inline int long mutable namespace new not "
    "not_eq operator or or_eq private protected public register reinterpret_cast return short signed sizeof static "
    "static_cast struct switch template this throw true try typedef typeid typename union unsigned using virtual void "
    "volatile wchar_t while xor xor_eq".split()
)

SWIFT_KEYWORDS = frozenset(
    "actor as associatedtype async await break case catch class continue convenience default defer deinit do else enum "
    "extension fallthrough false fileprivate for func guard if import in indirect inout internal is let nil open operator "
    "private protocol public repeat rethrows return static struct subscript super switch throw throws true try typealias "
    "var where while any some".split()
)

# Not usable as a member even in backticks, or members that every type has already.
SWIFT_MEMBERS = frozenset("self Self init Type Protocol hashValue".split())


def lower_with_underscores(name):
    """protoc-c's CamelToLower: an underscore before an upper-case letter that follows a lower-case one."""
    result, was_upper = "", True
    for character in name:
        is_upper = "A" <= character <= "Z"
        if is_upper and not was_upper:
            result += "_"
        result += character.lower() if is_upper else character
        was_upper = is_upper
    return result


def upper_camel(name):
    """protoc-c's ToCamel: upper case after each underscore, the rest as it is."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def c_type(full_name):
    """The C struct or enum: "fiszka.v1.Lesson" gives Fiszka__V1__Lesson."""
    return "__".join(upper_camel(part) for part in full_name.split("."))


def c_function(full_name):
    """The prefix of a message's functions: "fiszka.v1.LessonItem" gives fiszka__v1__lesson_item."""
    return "__".join(lower_with_underscores(part) for part in full_name.split("."))


def c_field(name):
    """The member of the C struct."""
    lowered = name.lower()
    return lowered + "_" if lowered in CPP_KEYWORDS else lowered


def quoted(name):
    """A Swift identifier that may be declared and used as it stands."""
    if name in SWIFT_MEMBERS:
        return name + "_"
    return f"`{name}`" if name in SWIFT_KEYWORDS else name


def c_member(name):
    """The C member as Swift code reaches it."""
    field = c_field(name)
    return f"`{field}`" if field in SWIFT_KEYWORDS or field in SWIFT_MEMBERS else field


def lower_camel(name):
    """A Swift property for a snake_case or UpperCamel name; leading capitals go down as one word ("URLName":
    urlName), and a trailing id is ID ("note_id": noteID)."""
    parts = [part for part in name.split("_") if part]
    first, rest = parts[0], parts[1:]
    run = len(first) - len(first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    if run == len(first) or run <= 1:
        first = first[:run].lower() + first[run:]
    else:
        first = first[: run - 1].lower() + first[run - 1:]
    return first + "".join("ID" if part == "id" else part[:1].upper() + part[1:] for part in rest)


def enum_case(enum_name, value_name):
    """COLOR_DARK_RED of enum Color gives darkRed; a name that would start with a digit keeps its prefix."""
    prefix = lower_with_underscores(enum_name).upper() + "_"
    short = value_name[len(prefix):] if value_name.startswith(prefix) else value_name
    if not short or short[0].isdigit():
        short = value_name
    return lower_camel(short.lower())
