"""The map beside the directory: outlines that the site holds, and how many sheets each territory has."""
