"""`ssot init --hook`: among git's hooks, wherever they are, beside what is there, and out again."""

from __future__ import annotations

import resource
import stat
import sys
from pathlib import Path

import pytest

from tests.hooks.conftest import CLEAN, CRITICAL, ERROR, PASSED, Done, commit, ssot, start
from tests.trees.repositories import Checkout, git, make

SHELL = '#!/bin/sh\necho "$0 $#" >seen\ncat >>seen\nexit 7\n'
PYTHON = f"""\
#!{sys.executable}
import sys
open("seen", "w").write(f"{{len(sys.argv) - 1}} {{sys.stdin.read()}}")
sys.exit(7)
"""
HUSKY = """\
#!/usr/bin/env sh
n=$(basename "$0")
s=$(dirname "$(dirname "$0")")/$n
[ ! -f "$s" ] && exit 0
sh -e "$s" "$@"
"""


def install(directory: Path, *options: str) -> Done:
    done = ssot(directory, "init", "--hook", *options)
    assert done.code == 0, done.err
    return done


def hook_of(checkout: Checkout) -> Path:
    return checkout.root / ".git" / "hooks" / "pre-commit"


def put(path: Path, content: str, mode: int = 0o755) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    path.chmod(mode)


def listing(directory: Path) -> dict[str, tuple[bytes, int]]:
    """Content and mode of everything in a directory."""
    return {path.name: (path.read_bytes(), path.lstat().st_mode) for path in sorted(directory.iterdir())}


def blocks(checkout: Checkout, files: dict[str, str | bytes]) -> bool:
    """Whether a commit of these files is refused by ssot, and one of clean files is not."""
    checkout.stage(files)
    refused = commit(checkout)
    assert refused.code == 0 or "COMMIT BLOCKED!" in refused.err
    return refused.code != 0


def test_an_installed_hook_judges_commits(checkout: Checkout) -> None:
    """It runs by hand too, and `--no-verify` goes around it."""
    assert install(checkout.root).out == f"installed {hook_of(checkout)}\n"

    checkout.stage({"a.py": ERROR})
    assert commit(checkout).code == 1
    by_hand = start(checkout.root, ".git/hooks/pre-commit")
    assert (by_hand.code, "a.py:1" in by_hand.out) == (1, True)
    checkout.stage({"a.py": "x = 2\n"})
    assert PASSED in commit(checkout).err
    checkout.stage({"a.py": ERROR})
    assert commit(checkout, "--no-verify").code == 0


def test_the_hook_judges_what_the_command_commits(checkout: Checkout) -> None:
    """`commit -a`, `commit PATHS` and a part of a file, from a subdirectory of the checkout as well."""
    install(checkout.root)
    checkout.write({"a.py": ERROR, "sub/b.py": "x = 2\n"})

    assert start(checkout.root / "sub", "git", "commit", "-qam", "all").code == 1
    assert start(checkout.root, "git", "commit", "-qm", "one", "a.py").code == 1
    assert start(checkout.root / "sub", "git", "commit", "-qm", "other", "b.py").code == 0
    checkout.write({"a.py": f"y = 1\n{CLEAN}{ERROR}"})
    part = start(
        checkout.root, "git", "add", "--patch", "a.py", data="e\n", environ={"GIT_EDITOR": "sed -i /jwt/d"}
    )
    assert part.code == 0
    assert checkout.git("show", ":a.py") == "y = 1\nx = 1"
    assert commit(checkout).code == 0
    assert "import jwt" in (checkout.root / "a.py").read_text()


def test_a_merge_that_git_completes_itself_can_be_judged(checkout: Checkout) -> None:
    """By the same hook under the name that git runs for it: only what is critical is kept out."""
    install(checkout.root)
    (hook_of(checkout).parent / "pre-merge-commit").write_bytes(hook_of(checkout).read_bytes())
    (hook_of(checkout).parent / "pre-merge-commit").chmod(0o755)
    for name, source in (("known", ERROR), ("forged", CRITICAL)):
        checkout.git("checkout", "-qb", name, "main")
        checkout.stage({f"{name}.py": source})
        assert commit(checkout, "--no-verify").code == 0
    checkout.git("checkout", "-q", "main")
    checkout.commit({"other.py": CLEAN})

    assert start(checkout.root, "git", "merge", "-q", "-m", "one", "known").code == 0
    refused = start(checkout.root, "git", "merge", "-q", "-m", "two", "forged")
    assert refused.code != 0
    assert "forged.py:2" in refused.err


def test_installing_again_changes_nothing(checkout: Checkout) -> None:
    """However often, and from a subdirectory of the project."""
    install(checkout.root)
    before = listing(hook_of(checkout).parent)

    assert install(checkout.root / "sub").out.endswith("is installed already\n")
    assert listing(hook_of(checkout).parent) == before


def test_uninstalling_leaves_nothing(checkout: Checkout) -> None:
    """The hook that nobody else wrote is gone; doing it twice is no mistake."""
    before = listing(hook_of(checkout).parent)
    install(checkout.root)

    assert ssot(checkout.root, "init", "--hook", "--uninstall").code == 0
    assert listing(hook_of(checkout).parent) == before
    assert "nothing to take out" in ssot(checkout.root, "init", "--uninstall").out


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        pytest.param(SHELL, "{path} 2\nto read", id="sh"),
        pytest.param(
            SHELL.replace("/bin/sh", "/usr/bin/env -S bash -eu"), "{path} 2\nto read", id="env bash -eu"
        ),
        pytest.param(SHELL.removeprefix("#!/bin/sh\n"), "{path} 2\nto read", id="no interpreter named"),
        pytest.param(PYTHON, "2 to read", id="another language"),
    ],
)
@pytest.mark.parametrize("mode", [0o755, 0o700])
def test_a_hook_that_was_there_runs_after_it(content: str, seen: str, mode: int, checkout: Checkout) -> None:
    """With its arguments, its standard input and its exit code; taken out, everything is as it was."""
    hook = hook_of(checkout)
    put(hook, content, mode)
    before = listing(hook.parent)
    install(checkout.root)

    # Without a line that names the interpreter, only a shell can start it, as git does.
    done = start(checkout.root, "sh", "-c", '"$0" "$@"', hook, "one", "two", data="to read")

    assert (done.code, (checkout.root / "seen").read_text()) == (7, seen.format(path=hook))
    assert PASSED in done.out
    assert "already" in install(checkout.root).out
    assert ssot(checkout.root, "init", "--uninstall").code == 0
    assert listing(hook.parent) == before


def test_a_refused_commit_does_not_get_to_the_next_hook(checkout: Checkout) -> None:
    """What runs after it may be slow, or change files."""
    put(hook_of(checkout), "#!/bin/sh\ntouch seen\n")
    install(checkout.root)

    assert blocks(checkout, {"a.py": ERROR})
    assert not (checkout.root / "seen").exists()
    assert not blocks(checkout, {"a.py": "x = 3\n"})
    assert (checkout.root / "seen").exists()


def test_a_hook_that_git_does_not_run_stays_idle(checkout: Checkout) -> None:
    """It is not executable, which is how hooks are switched off."""
    hook = hook_of(checkout)
    put(hook, SHELL, 0o644)
    before = listing(hook.parent)

    assert "not executable" in install(checkout.root).out
    assert not blocks(checkout, {"a.py": "x = 2\n"})
    assert not (checkout.root / "seen").exists()
    assert ssot(checkout.root, "init", "--uninstall").code == 0
    assert listing(hook.parent) == before


def test_a_link_is_kept_as_a_link(checkout: Checkout) -> None:
    """What it leads to is often part of the project, and not ours to edit."""
    put(checkout.root / "tools" / "check", SHELL)
    hook = hook_of(checkout)
    hook.symlink_to("../../tools/check")
    install(checkout.root)

    assert start(checkout.root, hook, data="x").code == 7
    assert (checkout.root / "tools" / "check").read_text() == SHELL
    assert ssot(checkout.root, "init", "--uninstall").code == 0
    assert hook.readlink() == Path("../../tools/check")


def test_what_was_added_since_survives(checkout: Checkout) -> None:
    """Taking ssot out of a hook that somebody went on writing leaves their part."""
    install(checkout.root)
    with hook_of(checkout).open("a") as file:
        file.write("echo more\n")

    assert "the rest stays" in ssot(checkout.root, "init", "--uninstall").out
    assert hook_of(checkout).read_text() == "#!/bin/sh\necho more\n"


def test_all_worktrees_share_the_hook(checkout: Checkout) -> None:
    """It is installed from any of them, and judges what is staged in each."""
    checkout.git("worktree", "add", "-q", "../second", "-b", "second")
    second = Checkout(checkout.root.parent / "second")

    assert install(second.root).out == f"installed {hook_of(checkout)}\n"
    assert blocks(second, {"a.py": ERROR})
    assert not blocks(checkout, {"a.py": "x = 2\n"})


def test_a_submodule_has_hooks_of_its_own(checkout: Checkout, environment: Path) -> None:
    """They lie among those of the repository around it, which stays as it is."""
    inner = make(environment / "library", "-b", "main")
    inner.commit({"pyproject.toml": "[tool.ssot]\n", "lib.py": CLEAN})
    checkout.git("submodule", "add", "-q", str(inner.root), "vendored")
    submodule = Checkout(checkout.root / "vendored")

    done = install(submodule.root)

    assert done.out == f"installed {checkout.root}/.git/modules/vendored/hooks/pre-commit\n"
    assert blocks(submodule, {"lib.py": ERROR})
    assert not hook_of(checkout).exists()


@pytest.mark.parametrize("kind", ["relative", "absolute", "from elsewhere"])
def test_hooks_are_where_git_is_told_they_are(kind: str, checkout: Checkout) -> None:
    """`core.hooksPath`, relative to the top of the checkout wherever the command is given."""
    directory = checkout.root / "tools hooks"
    checkout.git("config", "core.hooksPath", str(directory) if kind == "absolute" else "tools hooks")

    done = install(checkout.root / "sub" if kind == "from elsewhere" else checkout.root)

    assert done.out == f"installed {directory}/pre-commit\n"
    assert blocks(checkout, {"a.py": ERROR})
    assert ssot(checkout.root, "init", "--uninstall").code == 0
    assert list(directory.iterdir()) == []


def test_hooks_of_all_repositories_are_changed_only_by_force(
    checkout: Checkout, environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever wants one repository checked does not mean all of them."""
    (environment / "config").write_text(f"[core]\n\thooksPath = {environment}/all\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(environment / "config"))

    refused = ssot(checkout.root, "init", "--hook")

    assert (refused.code, (environment / "all").exists()) == (3, False)
    assert "--force" in refused.err
    assert "git config core.hooksPath .githooks" in refused.err
    install(checkout.root, "--force")
    assert blocks(checkout, {"a.py": ERROR})


def test_hooks_made_by_husky_are_left_to_husky(checkout: Checkout) -> None:
    """It makes the files that git runs anew; what they run in turn is the project's."""
    put(checkout.root / ".husky" / "_" / "h", HUSKY)
    put(checkout.root / ".husky" / "_" / "pre-commit", '#!/usr/bin/env sh\n. "$(dirname "$0")/h"\n')
    put(checkout.root / ".husky" / "pre-commit", "echo linted >>seen\n", 0o644)
    checkout.git("config", "core.hooksPath", ".husky/_")

    assert install(checkout.root).out.startswith(f"installed {checkout.root}/.husky/pre-commit\n")
    assert blocks(checkout, {"a.py": ERROR})
    assert not blocks(checkout, {"a.py": "x = 2\n"})
    assert (checkout.root / "seen").read_text() == "linted\n"
    assert ssot(checkout.root, "init", "--uninstall").code == 0
    assert (checkout.root / ".husky" / "pre-commit").read_text() == "echo linted >>seen\n"


def test_a_project_below_the_top_is_the_one_that_is_judged(checkout: Checkout) -> None:
    """Also from another directory, and by hand."""
    checkout.commit({"services/api's/pyproject.toml": "[tool.ssot]\n", "services/api's/m.py": CLEAN})
    install(checkout.root / "services" / "api's")

    assert not blocks(checkout, {"a.py": ERROR})
    assert blocks(checkout, {"services/api's/m.py": ERROR})
    by_hand = start(checkout.root / "sub", hook_of(checkout))
    assert "services/api's/m.py:1" in by_hand.out


def test_several_projects_of_a_repository_share_the_hook(checkout: Checkout) -> None:
    """Each comes and goes for itself; a branch that lacks one of them can be committed to."""
    top = checkout.root
    checkout.git("branch", "without")
    for name in ("api", "web"):
        checkout.commit({f"{name}/pyproject.toml": "[tool.ssot]\n", f"{name}/m.py": CLEAN})
    before = listing(hook_of(checkout).parent)
    install(top / "api")
    assert install(top / "web").out == f"installed {hook_of(checkout)}, beside api\n"
    assert install(top / "web").out.endswith("is installed already\n")

    assert blocks(checkout, {"api/m.py": ERROR, "web/m.py": CLEAN})
    assert blocks(checkout, {"api/m.py": CLEAN, "web/m.py": ERROR})
    checkout.git("reset", "-q", "--hard")
    checkout.git("checkout", "-q", "without")
    assert not blocks(checkout, {"a.py": ERROR})
    checkout.git("checkout", "-q", "main")
    assert "it judges api, web" in ssot(top, "init", "--uninstall").out
    assert ssot(top / "api", "init", "--uninstall").out.endswith(": it judges web\n")
    assert not blocks(checkout, {"api/m.py": ERROR})
    assert blocks(checkout, {"web/m.py": ERROR})
    ssot(top / "web", "init", "--uninstall")
    assert listing(hook_of(checkout).parent) == before


@pytest.mark.parametrize("is_on_path", [True, False])
def test_a_hook_whose_python_is_gone_looks_for_ssot(is_on_path: bool, checkout: Checkout) -> None:
    """On PATH; where there is none, the commit is refused with what to do."""
    install(checkout.root)
    hook = hook_of(checkout)
    hook.write_text(hook.read_text().replace(f"ssot_hook {sys.executable}", "ssot_hook /gone/python"))
    tools = checkout.root.parent / "tools"
    if is_on_path:
        put(tools / "ssot", '#!/bin/sh\necho "found with $*"\nexit 5\n')

    done = start(checkout.root, hook, environ={"PATH": f"{tools}:/usr/bin:/bin"})

    if is_on_path:
        assert (done.code, done.out) == (5, "found with hook\n")
    else:
        assert done.code == 3
        assert "/gone/python" in done.err
        assert "python -m pip install pytest-ssot" in done.err


def test_a_python_that_lost_the_package_is_passed_over(checkout: Checkout) -> None:
    """As after a virtual environment was made anew."""
    install(checkout.root)
    bare = checkout.root.parent / "python"
    put(bare, f'#!/bin/sh\nexec "{sys.executable}" -S "$@"\n')
    hook = hook_of(checkout)
    hook.write_text(hook.read_text().replace(f"ssot_hook {sys.executable}", f"ssot_hook {bare}"))

    done = start(checkout.root, hook, environ={"PYTHONPATH": "", "PATH": "/usr/bin:/bin"})

    assert done.code == 3
    assert "not installed" in done.err


def test_the_repository_cannot_put_its_own_code_in_the_hook(checkout: Checkout) -> None:
    """What is judged is never imported, whatever it is called."""
    install(checkout.root)
    trap = "import pathlib\npathlib.Path(__file__ + '.ran').touch()\n"
    checkout.stage({"pytest_ssot/__init__.py": trap, "argparse.py": trap, "subprocess.py": trap})

    assert commit(checkout).code == 0
    assert list(checkout.root.rglob("*.ran")) == []


def test_a_dry_run_touches_nothing(checkout: Checkout) -> None:
    """It shows the hook that would be written."""
    before = listing(hook_of(checkout).parent)

    done = install(checkout.root, "--dry-run")

    assert listing(hook_of(checkout).parent) == before
    assert f"    ssot_hook {sys.executable} . || exit $?\n" in done.out


@pytest.mark.parametrize("arguments", [("init", "--hook"), ("init", "--uninstall"), ("hook",)])
def test_a_repository_without_a_checkout_is_refused(arguments: tuple[str, ...], checkout: Checkout) -> None:
    """Nobody commits in it; the message says what to do with pushes."""
    git(checkout.root.parent, "clone", "-q", "--bare", "project", "bare.git")

    done = ssot(checkout.root.parent / "bare.git", *arguments)

    assert done.code == 3
    assert "checkout" in done.err
    assert "ssot check --rev" in done.err


def test_where_there_is_no_repository_there_are_no_hooks(environment: Path) -> None:
    """The message names the remedy."""
    (environment / "plain").mkdir()

    done = ssot(environment / "plain", "init", "--hook")

    assert done.code == 3
    assert "git init" in done.err


def test_a_full_disk_leaves_the_hook_as_it_was(checkout: Checkout) -> None:
    """Whole, and nothing beside it."""
    put(hook_of(checkout), PYTHON)
    before = listing(hook_of(checkout).parent)
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, unlimited[1]))
    try:
        done = ssot(checkout.root, "init", "--hook")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)

    assert (done.code, "cannot change the hook" in done.err) == (3, True)
    assert listing(hook_of(checkout).parent) == before


def test_hooks_that_are_switched_off_are_not_installed(checkout: Checkout) -> None:
    """git would never run them."""
    checkout.git("config", "core.hooksPath", "/dev/null")

    done = ssot(checkout.root, "init", "--hook")

    assert (done.code, "core.hooksPath is /dev/null" in done.err) == (3, True)


def test_a_directory_in_place_of_the_hook_is_told(checkout: Checkout) -> None:
    """It is nobody's to remove but the user's."""
    hook_of(checkout).mkdir()

    done = ssot(checkout.root, "init", "--hook")

    assert (done.code, "is a directory" in done.err) == (3, True)


def test_line_ends_of_a_hook_stay(checkout: Checkout) -> None:
    """Byte for byte, whatever an editor on Windows made of it; the added lines are for a POSIX shell."""
    hook = hook_of(checkout)
    hook.write_bytes(b"#!/bin/sh\r\n# a note\r\n")
    hook.chmod(stat.S_IRWXU)
    install(checkout.root)

    added = hook.read_bytes().removeprefix(b"#!/bin/sh\r\n").removesuffix(b"# a note\r\n")
    assert b"\r" not in added
    assert ssot(checkout.root, "init", "--uninstall").code == 0
    assert hook.read_bytes() == b"#!/bin/sh\r\n# a note\r\n"
