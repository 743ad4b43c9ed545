namespace MLNetDeep.Reports;

/// <summary>Lays out the entries of a legend side by side, wrapped into rows.</summary>
internal static class Legend
{
    /// <summary>Returns the zero-based row and the start position in the row for each entry.</summary>
    /// <param name="widths">The width of each entry.</param>
    /// <param name="gap">The space between two entries.</param>
    /// <param name="available">The maximum width of a row. An entry that is wider gets its own row.</param>
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
