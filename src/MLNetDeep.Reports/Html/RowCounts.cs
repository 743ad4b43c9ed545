using Microsoft.ML;

namespace MLNetDeep.Reports.Html;

/// <summary>Counts the rows of views.</summary>
internal static class RowCounts
{
    /// <summary>Returns the number of rows. A view that does not know it is read, without its columns.</summary>
    public static long CountRows(this IDataView view)
    {
        if (view.GetRowCount() is { } count)
        {
            return count;
        }

        using DataViewRowCursor cursor = view.GetRowCursor([]);
        long rows = 0;
        while (cursor.MoveNext())
        {
            rows++;
        }

        return rows;
    }
}
