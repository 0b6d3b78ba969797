"""The tree against the vectors of certificate transparency, against pymerkle, and against broken links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree
from pymerkle.proof import InclusionProof

from handbook.ledger import tree

ENTRIES = [
    bytes.fromhex(entry)
    for entry in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
# (index from 0, size, path) and (old size, size, path)
INCLUSION = [
    (0, 1, []),
    (0, 8, [A, B, C]),
    (5, 8, [D, E, ROOTS[3]]),
    (2, 3, [ROOTS[1]]),
    (1, 5, [ROOTS[0], B, D]),
]
CONSISTENCY = [(1, 1, []), (1, 8, [A, B, C]), (6, 8, [F, E, ROOTS[3]]), (2, 5, [B, D])]
LEAVES = [tree.leaf_hash(entry) for entry in ENTRIES]
hashes = st.lists(st.binary(min_size=32, max_size=32), max_size=80)


def test_the_empty_tree_has_the_hash_of_nothing():
    assert tree.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("size", range(1, 9))
def test_it_has_the_published_root_at_every_size(size: int):
    assert tree.root(LEAVES[:size]).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("index", "size", "path"), INCLUSION)
def test_it_makes_and_accepts_the_published_inclusion_paths(index: int, size: int, path: list[str]):
    links = [bytes.fromhex(link) for link in path]
    assert tree.inclusion_path(index, LEAVES[:size]) == links
    assert tree.verify_inclusion(LEAVES[index], index, size, links, bytes.fromhex(ROOTS[size - 1]))


@pytest.mark.parametrize(("old", "size", "path"), CONSISTENCY)
def test_it_makes_and_accepts_the_published_consistency_paths(old: int, size: int, path: list[str]):
    links = [bytes.fromhex(link) for link in path]
    assert tree.consistency_path(old, LEAVES[:size]) == links
    roots = bytes.fromhex(ROOTS[old - 1]), bytes.fromhex(ROOTS[size - 1])
    assert tree.verify_consistency(old, size, *roots, links)


@pytest.fixture(scope="module")
def other() -> InmemoryTree:
    """Another hand's tree of 70 leaves."""
    judge = InmemoryTree(algorithm="sha256")
    judge.append_entries([b"record %d" % number for number in range(70)])
    return judge


@pytest.fixture(scope="module")
def ours() -> list[bytes]:
    return [tree.leaf_hash(b"record %d" % number) for number in range(70)]


def test_another_implementation_has_the_same_root_at_every_size(other: InmemoryTree, ours: list[bytes]):
    assert [tree.root(ours[:size]) for size in range(1, 71)] == [other.get_root(size) for size in range(1, 71)]


@pytest.mark.parametrize("size", range(1, 71))
def test_another_implementation_accepts_every_inclusion_path(size: int, other: InmemoryTree, ours: list[bytes]):
    root = tree.root(ours[:size])
    for index in range(size):
        theirs = other.prove_inclusion(index + 1, size)
        path = tree.inclusion_path(index, ours[:size])
        assert [ours[index], *path] == list(theirs.path)
        proof = InclusionProof(**theirs.get_metadata(), rule=theirs.rule, path=[ours[index], *path])
        proof.verify(ours[index], root)
        assert tree.verify_inclusion(ours[index], index, size, path, root)


@pytest.mark.parametrize("size", range(1, 71))
def test_another_implementation_finds_our_roots_consistent(size: int, other: InmemoryTree, ours: list[bytes]):
    root = tree.root(ours[:size])
    for old in range(1, size + 1):
        before = tree.root(ours[:old])
        other.prove_consistency(old, size).verify(before, root)  # its own path: its form is not that of the RFC
        assert tree.verify_consistency(old, size, before, root, tree.consistency_path(old, ours[:size]))


def proof_of_the_rfc(old: int, leaves: list[bytes], whole: bool) -> list[bytes]:
    """SUBPROOF as section 2.1.2 of RFC 6962 defines it, by recursion."""
    size = len(leaves)
    if old == size:
        return [] if whole else [tree.root(leaves)]
    k = max(2**power for power in range(8) if 2**power < size)
    if old <= k:
        return [*proof_of_the_rfc(old, leaves[:k], whole), tree.root(leaves[k:])]
    return [*proof_of_the_rfc(old - k, leaves[k:], False), tree.root(leaves[:k])]


@pytest.mark.parametrize("size", range(1, 71))
def test_every_consistency_path_is_the_one_that_the_rfc_defines(size: int, ours: list[bytes]):
    for old in range(1, size + 1):
        assert tree.consistency_path(old, ours[:size]) == proof_of_the_rfc(old, ours[:size], whole=True)


def altered(link: bytes) -> bytes:
    return bytes([link[0] ^ 1]) + link[1:]


@pytest.mark.parametrize("size", [1, 2, 3, 6, 7, 8, 13])
def test_a_change_in_any_link_breaks_an_inclusion_proof(size: int, ours: list[bytes]):
    root = tree.root(ours[:size])
    for index in range(size):
        path = tree.inclusion_path(index, ours[:size])
        wrong = [path[:place] + [altered(link)] + path[place + 1 :] for place, link in enumerate(path)]
        wrong += [path[:place] + path[place + 1 :] for place in range(len(path))]
        wrong += [[*path, root], [root, *path], [b"", *path]]
        assert not any(tree.verify_inclusion(ours[index], index, size, links, root) for links in wrong)
        assert not tree.verify_inclusion(altered(ours[index]), index, size, path, root)
        assert not tree.verify_inclusion(ours[index], index, size, path, altered(root))
        others = [place for place in range(-1, size + 1) if place != index]
        assert not any(tree.verify_inclusion(ours[index], place, size, path, root) for place in others)


@pytest.mark.parametrize("size", [1, 2, 3, 6, 7, 8, 13])
def test_a_change_in_any_link_breaks_a_consistency_proof(size: int, ours: list[bytes]):
    root = tree.root(ours[:size])
    for old in range(1, size + 1):
        before = tree.root(ours[:old])
        path = tree.consistency_path(old, ours[:size])
        wrong = [path[:place] + [altered(link)] + path[place + 1 :] for place, link in enumerate(path)]
        wrong += [path[:place] + path[place + 1 :] for place in range(len(path))]
        wrong += [[*path, root], [root, *path], [b"", *path]]
        assert not any(tree.verify_consistency(old, size, before, root, links) for links in wrong)
        assert not tree.verify_consistency(old, size, altered(before), root, path)
        assert not tree.verify_consistency(old, size, before, altered(root), path)
        assert not tree.verify_consistency(size + 1, size, before, root, path)


def test_every_tree_begins_with_the_empty_one_but_not_with_a_made_up_root(ours: list[bytes]):
    root = tree.root(ours)
    assert tree.verify_consistency(0, 70, tree.EMPTY_ROOT, root, [])
    assert tree.verify_consistency(0, 0, tree.EMPTY_ROOT, tree.EMPTY_ROOT, [])
    assert not tree.verify_consistency(0, 70, ours[0], root, [])
    assert not tree.verify_consistency(0, 0, ours[0], ours[0], [])
    assert not tree.verify_consistency(0, 70, tree.EMPTY_ROOT, root, [root])
    assert not tree.verify_consistency(3, 5, tree.root(ours[:3]), tree.root(ours[:5]), [])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5)])
def test_it_refuses_to_prove_a_leaf_that_is_not_there(index: int, size: int):
    with pytest.raises(ValueError, match="there is no leaf"):
        tree.inclusion_ranges(index, size)


@pytest.mark.parametrize(("old", "size"), [(6, 5), (-1, 5)])
def test_it_refuses_to_prove_that_a_longer_tree_is_the_beginning(old: int, size: int):
    with pytest.raises(ValueError, match="cannot be the beginning"):
        tree.consistency_ranges(old, size)


@given(hashes, st.data())
def test_a_tree_grown_in_any_steps_has_the_root_of_the_whole(leaves: list[bytes], data: st.DataObject):
    frontier = tree.Frontier()
    completed: dict[tuple[int, int], bytes] = {}
    while frontier.size < len(leaves):
        step = data.draw(st.integers(1, len(leaves) - frontier.size))
        for level, (first, row) in frontier.extend(leaves[frontier.size : frontier.size + step]).items():
            completed |= {(level, first + place): hash_ for place, hash_ in enumerate(row)}
        assert frontier.root() == tree.root(leaves[: frontier.size])
    parts = tree.complete_subtrees(0, len(leaves))
    assert tree.fold([completed[part] for part in parts]) == tree.root(leaves)


@given(hashes.filter(bool), st.data())
def test_a_path_proves_its_own_leaf_and_no_other(leaves: list[bytes], data: st.DataObject):
    index = data.draw(st.integers(0, len(leaves) - 1))
    stranger = data.draw(st.binary(min_size=32, max_size=32).filter(lambda hash_: hash_ != leaves[index]))
    path, root = tree.inclusion_path(index, leaves), tree.root(leaves)
    assert tree.verify_inclusion(leaves[index], index, len(leaves), path, root)
    assert not tree.verify_inclusion(stranger, index, len(leaves), path, root)


@given(hashes, st.data())
def test_a_tree_is_consistent_with_its_own_past_and_with_no_other(leaves: list[bytes], data: st.DataObject):
    old = data.draw(st.integers(0, len(leaves)))
    path, before, after = tree.consistency_path(old, leaves), tree.root(leaves[:old]), tree.root(leaves)
    assert tree.verify_consistency(old, len(leaves), before, after, path)
    assert not tree.verify_consistency(old, len(leaves), altered(before), after, path)
