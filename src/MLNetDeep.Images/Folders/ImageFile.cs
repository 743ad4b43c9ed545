namespace MLNetDeep.Data;

/// <summary>An image file and the index of its class, counted from 0.</summary>
internal readonly record struct ImageFile(string Path, int Class);
