using MLNetDeep.Rows;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The rows of text files.</summary>
/// <param name="host">Where cursors log.</param>
/// <param name="format">How lines are made of fields.</param>
/// <param name="binding">The columns.</param>
/// <param name="readers">Their readers.</param>
/// <param name="files">The files.</param>
/// <param name="maximumRows">How many rows there are at most.</param>
/// <param name="useThreads">Whether a single cursor has lines read on several threads.</param>
internal sealed class TextView(
    IHost host, TextFormat format, TextBinding binding, ColumnReader[] readers, IMultiStreamSource files, long maximumRows, bool useThreads) : IDataView
{
    // ML.NET reads with one thread where there are fewer rows than this for each further one.
    private const int RowsPerThread = 64;

    public DataViewSchema Schema => binding.Schema;

    public bool CanShuffle => false;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        => Open(columnsNeeded, 1, useThreads ? CursorSets.Default : 1)[0];

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => Open(columnsNeeded, Limit(n <= 0 && !useThreads ? 1 : CursorSets.Count(n)), 1);

    private int Limit(int threads) => (int)Math.Max(1, Math.Min(threads, maximumRows / RowsPerThread));

    private DataViewRowCursor[] Open(IEnumerable<DataViewSchema.Column> columnsNeeded, int cursors, int threads)
    {
        bool[] active = ActiveColumns.Of(Schema, columnsNeeded);
        ColumnReader?[] activeReaders = readers.Select((reader, i) => active[i] ? reader : null).ToArray();
        var source = new BlockSource(files, format, maximumRows);
        var statistics = new TextStatistics(host.Start("ParseStats"), cursors);
        int open = cursors;
        void Release()
        {
            statistics.Release();
            if (Interlocked.Decrement(ref open) == 0)
                source.Dispose();
        }

        BlockReader CreateReader() => new(format, binding.Columns, activeReaders, statistics);
        TextBlock CreateBlock() => new(activeReaders);
        threads = Limit(threads);
        var opened = new DataViewRowCursor[cursors];
        for (int i = 0; i < cursors; i++)
        {
            BlockPipeline pipeline = threads > 1
                ? new ParallelPipeline(source, threads, CreateReader, CreateBlock, Release)
                : new SequentialPipeline(source, CreateReader(), CreateBlock(), Release);
            opened[i] = new TextCursor(Schema, activeReaders, pipeline);
        }
        return opened;
    }
}
