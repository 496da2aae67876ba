"""The checks of scripts/check, one module each.

A check module has
- `problems(tree)`: one sentence per violation, none when all is well;
- `CLEAN`: files of a small tree (path → text) in which it finds nothing;
- `VIOLATIONS`: what is wrong → files that, laid over `CLEAN`, make it find something (text None: the file is gone).

`CLEAN = None` stands for a copy of the project itself.
"""
