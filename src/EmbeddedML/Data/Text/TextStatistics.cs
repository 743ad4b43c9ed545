using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Counts what is wrong with the lines that the cursors of one set read, and logs the first few cases of each kind, in ML.NET's words.</summary>
/// <param name="channel">The log.</param>
/// <param name="users">How many cursors share the object; the last one that is disposed logs the counts.</param>
/// <param name="maximumShown">How many cases of each kind are logged.</param>
internal sealed class TextStatistics(IChannel channel, int users, long maximumShown = 10)
{
    private int _users = users;
    private long _rows;
    private long _badValues;
    private long _badFormats;

    public void AddRows(long count) => Interlocked.Add(ref _rows, count);

    public void AddBadValue(long line, string column, int? slot)
    {
        long count = Interlocked.Increment(ref _badValues);
        if (count > maximumShown)
            return;
        string where = slot is null ? "" : $" at slot {slot}";
        channel.Info(MessageSensitivity.Schema, "  Bad value at line {0} in column {1}{2}", line, column, where);
        if (count == maximumShown)
            channel.Info(MessageSensitivity.None, "  Suppressing further bad value messages");
    }

    /// <param name="path">The file, or null.</param>
    /// <param name="line">The line, from 1 on; 0 where it is not known.</param>
    /// <param name="start">Where the field starts in the line, from 0 on.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="complaint">What is wrong.</param>
    public void AddBadFormat(string? path, long line, int start, int end, string complaint)
    {
        long count = Interlocked.Increment(ref _badFormats);
        if (count > maximumShown)
            return;
        if (line > 0)
            channel.Warning(
                MessageSensitivity.All, "Format error at {0}({1},{2})-({1},{3}): {4}", path ?? "", line, start + 1, end + 1, complaint);
        else
            channel.Warning(MessageSensitivity.All, "Format error: {0}", complaint);
        if (count == maximumShown)
            channel.Warning(MessageSensitivity.None, "Suppressing further format error messages");
    }

    /// <summary>Says that one of the cursors is done.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _users) != 0)
            return;
        if (_badValues > 0 || _badFormats > 0)
            channel.Info(
                MessageSensitivity.None, "Processed {0} rows with {1} bad values and {2} format errors", _rows, _badValues, _badFormats);
        channel.Dispose();
    }
}
