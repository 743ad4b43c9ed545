namespace MLNetDeep.Hosting;

/// <summary>The items of a <see cref="ThinnedSeries{T}"/> at one moment.</summary>
/// <param name="Items">The items.</param>
/// <param name="Generation">
/// How often the series was thinned. Of two views with the same generation, the longer one begins with the items of the shorter one.
/// </param>
internal readonly record struct SeriesView<T>(ReadOnlyMemory<T> Items, int Generation);
