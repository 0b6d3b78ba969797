"""The helper process of the sandbox with more tasks: those of the tests that look from inside, or try to break out."""

from handbook.core import sandbox_child, sandbox_server

sandbox_child.PACKAGES = (*sandbox_child.PACKAGES, "tests.core.probes", "tests.documents.looking")

if __name__ == "__main__":
    sandbox_server.main()
