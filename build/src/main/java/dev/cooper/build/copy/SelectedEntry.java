package dev.cooper.build.copy;

import dev.cooper.linux.Stat;

/**
 * One file that a source selects.
 *
 * @param path where it lies in the source root; no link on the way, no leading slash
 * @param target where it goes, relative to where its source goes
 * @param stat what was found when it was selected
 * @param linkTarget what a symbolic link holds, else empty
 * @param passage a directory that is here only because something below it was selected
 */
record SelectedEntry(String path, String target, Stat stat, String linkTarget, boolean passage) {}
