using System.IO.Hashing;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep.Neural;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Trainers;

/// <summary>Reads a view into memory with the other ranks: each reads its share, and all get all rows.</summary>
/// <remarks>
/// The ranks read block by block, and give each other each block: beside the rows, the memory needs little more than a block of each rank. An
/// exception in one rank reaches all of them.
/// </remarks>
internal sealed class RankViewReader(NetworkSpec spec, IHost host, IGradientExchange exchange, DistributedRows kind, CancellationToken cancellation)
{
    private const int BlockBytes = 1 << 22;
    private const int MaxBlockRows = 4096;

    // The number of rows that are compared before the reading.
    private const int ComparedRows = 16;

    /// <summary>Reads the rows. All ranks get the same.</summary>
    /// <param name="view">The rows of this rank, or all rows.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="set">What the rows are, for messages.</param>
    /// <param name="doesNotFit">Creates the exception for rows that do not fit into memory, from their number.</param>
    /// <returns>The rows, and those that the ranks have skipped.</returns>
    /// <exception cref="InvalidOperationException">A row is not accepted in a rank, or the ranks have different rows.</exception>
    public (MergedRows Rows, SkippedRows Skipped) Read(
        IDataView view, RowColumns columns, string set, Func<int, Exception, Exception> doesNotFit)
    {
        CheckFirstRows(view, columns, set);
        MergedRows rows = new(spec, kind == DistributedRows.Whole ? view.GetRowCount() : null);
        RowReader? reader = null;
        try
        {
            RowCollector? own = null;
            ReadOnlyMemory<byte>[] blocks = [];
            int blockRows = Math.Clamp(BlockBytes / sizeof(float) / spec.InputSize, 1, MaxBlockRows);
            bool hasEnded = false;
            while (!hasEnded)
            {
                // The blocks of the previous round are added in here, so that a failure to add them also reaches the other ranks.
                blocks = RankReading.Gather(exchange, () => OrDoesNotFit(() =>
                {
                    Add(blocks);
                    reader ??= new RowReader(view, columns, host, RowShare.Of(exchange, kind));
                    own ??= reader.CreateCollector(new FeatureRows(spec, blockRows));
                    return RowBlock.Read(reader, own, blockRows, cancellation).ToBytes();
                }));
                hasEnded = blocks.All(RowBlock.HasEndedIn);
            }

            ReadOnlyMemory<byte>[] viewRows = RankReading.Gather(exchange, () => OrDoesNotFit(() =>
            {
                Add(blocks);
                return BitConverter.GetBytes(reader!.ViewRows);
            }));
            CheckCounts(Array.ConvertAll(viewRows, bytes => BitConverter.ToInt64(bytes.Span)), set);
            return (rows, reader!.Skipped.Sum(exchange));
        }
        finally
        {
            reader?.Dispose();
        }

        void Add(ReadOnlyMemory<byte>[] blocks) => rows.Add(Array.ConvertAll(blocks, bytes => RowBlock.FromBytes(bytes, spec)));

        byte[] OrDoesNotFit(Func<byte[]> read)
        {
            try
            {
                return read();
            }
            catch (Exception e) when (e is OverflowException or OutOfMemoryException)
            {
                throw doesNotFit(rows.RowCount, e);
            }
        }
    }

    /// <summary>Throws if the views of the ranks should have the same rows, but the first rows differ.</summary>
    /// <exception cref="InvalidOperationException">They differ, or a row is not accepted.</exception>
    public void CheckFirstRows(IDataView view, RowColumns columns, string set)
    {
        if (kind == DistributedRows.Shard)
        {
            return;
        }

        ReadOnlyMemory<byte>[] hashes = RankReading.Gather(exchange, () => HashFirstRows(view, columns));
        int other = Array.FindIndex(hashes, hash => !hash.Span.SequenceEqual(hashes[0].Span));
        if (other >= 0)
        {
            throw new InvalidOperationException($"{set}: the first rows differ between rank 0 and rank {other}. {Cure(set)}");
        }
    }

    private static string Cure(string set)
    {
        const string Same = "Give every rank the same rows in the same order (shuffle with a seed)";
        return set == ViewReader.TrainingSet
            ? $"{Same}, or set {nameof(NeuralTrainerOptions.DistributedRows)} to {nameof(DistributedRows.Shard)} if each rank has rows of its own."
            : $"{Same}.";
    }

    private byte[] HashFirstRows(IDataView view, RowColumns columns)
    {
        using RowReader reader = new(view, columns, host);
        RowCollector rows = reader.CreateCollector(new FeatureRows(spec, ComparedRows));
        return XxHash128.Hash(RowBlock.Read(reader, rows, ComparedRows, cancellation).ToBytes());
    }

    private void CheckCounts(long[] viewRows, string set)
    {
        int other = Array.FindIndex(viewRows, count => count != viewRows[0]);
        if (kind == DistributedRows.Whole && other >= 0)
        {
            throw new InvalidOperationException($"{set} has {viewRows[0]} rows in rank 0 and {viewRows[other]} rows in rank {other}. {Cure(set)}");
        }
    }
}
