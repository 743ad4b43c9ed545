namespace MLNetDeep.Conformance;

/// <summary>Rows between two layers of the reference.</summary>
/// <param name="Values">The values of each row, 0 beyond its length.</param>
/// <param name="Lengths">The number of used positions of each row, if the rows are sequences with lengths; otherwise null.</param>
internal readonly record struct ReferenceRows(double[][] Values, int[]? Lengths);
