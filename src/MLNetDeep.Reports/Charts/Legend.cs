namespace MLNetDeep.Reports;

/// <summary>Places the entries of a legend side by side, in as many rows as they need.</summary>
internal static class Legend
{
    /// <summary>The row of each entry, from 0, and where in it the entry begins.</summary>
    /// <param name="widths">How wide each entry is.</param>
    /// <param name="gap">What is left free between two entries.</param>
    /// <param name="available">How wide a row may be. An entry that is wider has a row of its own.</param>
    public static (int Row, double Start)[] Place(IEnumerable<double> widths, double gap, double available)
    {
        List<(int Row, double Start)> places = new();
        int row = 0;
        double start = 0;
        foreach (double width in widths)
        {
            if (start > 0 && start + width > available)
            {
                (row, start) = (row + 1, 0);
            }

            places.Add((row, start));
            start += width + gap;
        }
        return [.. places];
    }
}
