package org.opentws.audit.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opentws.audit.format.TreeProof.Head;

class TreeProofTest {
  private static final int LARGE = 70_000;

  /** The leaves and roots that Certificate Transparency's own test programs use. */
  @Test
  void rootsAreThoseOfCertificateTransparency() {
    String[] leaves = {
      "",
      "00",
      "10",
      "2021",
      "3031",
      "40414243",
      "5051525354555657",
      "606162636465666768696a6b6c6d6e6f"
    };
    String[] roots = {
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    };
    GrownTree tree = new GrownTree();
    for (int i = 0; i < leaves.length; i++) {
      tree.add(HexFormat.of().parseHex(leaves[i]));
      assertEquals(roots[i], HexFormat.of().formatHex(tree.root()));
    }
  }

  @Test
  void everyLeafOfEverySmallTreeIsProved() {
    for (int size = 1; size <= 70; size++) {
      GrownTree tree = GrownTree.of(size);
      assertArrayEquals(tree.rootOf(0, size), tree.root());
      for (int index = 0; index < size; index++) {
        List<byte[]> path = new TreeProof(tree.tiles()).inclusion(index, size);
        assertTrue(
            TreeProof.isIncluded(tree.leaf(index), index, size, path, tree.root()),
            index + " of " + size);
      }
    }
  }

  @Test
  void leavesOfALargeTreeAreProvedAlsoForAnEarlierSize() {
    GrownTree tree = GrownTree.of(LARGE);
    TreeProof proofs = new TreeProof(tree.tiles());
    for (int size : new int[] {1, 255, 256, 257, 65_535, 65_536, 65_537, LARGE}) {
      byte[] root = tree.rootOf(0, size);
      for (int index : new int[] {0, size / 2, size - 1}) {
        List<byte[]> path = proofs.inclusion(index, size);
        assertTrue(TreeProof.isIncluded(tree.leaf(index), index, size, path, root));
        assertFalse(TreeProof.isIncluded(tree.leaf((index + 1) % LARGE), index, size, path, root));
      }
    }
  }

  @Test
  void proofOfAnotherLeafIndexSizeOrRootDoesNotHold() {
    GrownTree tree = GrownTree.of(300);
    List<byte[]> path = new TreeProof(tree.tiles()).inclusion(100, 300);
    byte[] root = tree.root();
    assertTrue(TreeProof.isIncluded(tree.leaf(100), 100, 300, path, root));
    assertFalse(TreeProof.isIncluded(tree.leaf(101), 100, 300, path, root));
    assertFalse(TreeProof.isIncluded(tree.leaf(100), 101, 300, path, root));
    assertFalse(TreeProof.isIncluded(tree.leaf(100), 100, 299, path, tree.rootOf(0, 299)));
    assertFalse(TreeProof.isIncluded(tree.leaf(100), 300, 300, path, root));
    assertFalse(TreeProof.isIncluded(tree.leaf(100), -1, 300, path, root));
    List<byte[]> longer = new ArrayList<>(path);
    longer.add(root);
    assertFalse(TreeProof.isIncluded(tree.leaf(100), 100, 300, longer, root));
    assertFalse(
        TreeProof.isIncluded(tree.leaf(100), 100, 300, path.subList(0, path.size() - 1), root));
    assertThrows(
        IllegalArgumentException.class, () -> new TreeProof(tree.tiles()).inclusion(300, 300));
  }

  @Test
  void everySmallTreeIsShownToBeginWithEverySmallerOne() {
    for (int size = 1; size <= 40; size++) {
      GrownTree tree = GrownTree.of(size);
      Head second = new Head(size, tree.root());
      for (int first = 1; first <= size; first++) {
        List<byte[]> proof = new TreeProof(tree.tiles()).consistency(first, size);
        Head head = new Head(first, tree.rootOf(0, first));
        assertTrue(TreeProof.isConsistent(head, second, proof), first + " in " + size);
        Head other = new Head(first, new MerkleHash().leaf(head.root()));
        assertFalse(TreeProof.isConsistent(other, second, proof), first + " in " + size);
      }
    }
  }

  @Test
  void treeThatDoesNotBeginWithTheOtherIsNotConsistent() {
    GrownTree one = GrownTree.of(1000);
    GrownTree other = GrownTree.of(500);
    for (int i = 500; i < 1000; i++) {
      other.add(new byte[] {(byte) i});
    }
    List<byte[]> proof = new TreeProof(other.tiles()).consistency(700, 1000);
    Head seen = new Head(700, one.rootOf(0, 700));
    assertFalse(TreeProof.isConsistent(seen, new Head(1000, other.root()), proof));
    assertTrue(
        TreeProof.isConsistent(
            new Head(700, other.rootOf(0, 700)), new Head(1000, other.root()), proof));
    assertFalse(TreeProof.isConsistent(seen, new Head(600, one.rootOf(0, 600)), List.of()));
  }
}
