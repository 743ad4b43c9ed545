namespace MLNetDeep.Hosting.Tests.Dashboard;

public class ThinnedSeriesTests
{
    [Fact]
    public void A_full_series_merges_neighbours_and_keeps_every_value()
    {
        ThinnedSeries<(int First, int Last, int Sum)> series = new(4, (a, b) => (a.First, b.Last, a.Sum + b.Sum));
        List<SeriesView<(int, int, int)>> views = [];
        for (int i = 1; i <= 9; i++)
        {
            series.Add((i, i, i));
            views.Add(series.View);
        }

        Assert.Equal([(1, 1, 1), (2, 2, 2), (3, 3, 3)], views[2].Items.ToArray());
        Assert.Equal([(1, 2, 3), (3, 4, 7)], views[3].Items.ToArray());
        Assert.Equal([(1, 2, 3), (3, 4, 7)], views[4].Items.ToArray());
        Assert.Equal([(1, 2, 3), (3, 4, 7), (5, 6, 11)], views[5].Items.ToArray());
        Assert.Equal([(1, 4, 10), (5, 8, 26)], views[7].Items.ToArray());
        Assert.Equal([(1, 4, 10), (5, 8, 26)], views[8].Items.ToArray());
        Assert.Equal([0, 0, 0, 1, 1, 1, 1, 2, 2], views.Select(view => view.Generation));
        Assert.Equal(4, series.Stride);
    }
}
