using System.Text;

namespace MLNetDeep.Neural.Training;

/// <summary>Exchanges what the ranks of an exchange have read. If one of them could not read, all throw, so that none waits for it.</summary>
internal static class RankReading
{
    private const byte Succeeded = 0;
    private const byte Failed = 1;
    private const byte Cancelled = 2;

    /// <summary>Returns what each rank has read, in the order of the ranks. All ranks must call this.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="read">Reads, and returns what the others receive.</param>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="read"/> threw in another rank; the message has that of the exception. If it throws in this rank, this is its exception.
    /// </exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled in a rank.</exception>
    public static ReadOnlyMemory<byte>[] Gather(IGradientExchange exchange, Func<byte[]> read)
    {
        byte[] bytes;
        try
        {
            bytes = [Succeeded, .. read()];
        }
        catch (Exception e)
        {
            exchange.Gather([e is OperationCanceledException ? Cancelled : Failed, .. Encoding.UTF8.GetBytes(e.Message)]);
            throw;
        }

        byte[][] all = exchange.Gather(bytes);
        int failed = Array.FindIndex(all, other => other[0] != Succeeded);
        if (failed < 0)
        {
            return Array.ConvertAll(all, other => (ReadOnlyMemory<byte>)other.AsMemory(1));
        }

        string reason = Encoding.UTF8.GetString(all[failed].AsSpan(1));
        throw all[failed][0] == Cancelled
            ? new OperationCanceledException($"Rank {failed} was cancelled: {reason}")
            : new InvalidOperationException($"Rank {failed} could not read its rows: {reason}");
    }
}
