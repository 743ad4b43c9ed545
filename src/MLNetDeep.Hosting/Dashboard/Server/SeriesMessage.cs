namespace MLNetDeep.Hosting;

/// <summary>A part of a series.</summary>
/// <param name="From">The index of the first item. The page drops what it has from there on.</param>
/// <param name="Items">The items to the end of the series.</param>
internal sealed record SeriesMessage<T>(int From, IReadOnlyList<T> Items);
