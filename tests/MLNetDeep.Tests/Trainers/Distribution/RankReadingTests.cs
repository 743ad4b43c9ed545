using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Data;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Trainers.Distribution;

/// <summary>Rows that several ranks read by share are those that one process reads, bit for bit.</summary>
public class RankReadingTests
{
    private const int Size = 12;

    private static readonly NetworkSpec s_numbers = new([Size], [new Dense(1)]);
    private static readonly NetworkSpec s_words = new([Size], [new Embedding(20, 2), new Flatten(), new Dense(1)]);

    // Rows: fewer than ranks, not divisible by the ranks, and more than a block has.
    [Theory]
    [InlineData("dense", 2)]
    [InlineData("dense", 9001)]
    [InlineData("sparse", 401)]
    [InlineData("sparse, then dense", 801)]
    [InlineData("bytes", 100)]
    [InlineData("words", 50)]
    [InlineData("classes", 50)]
    public void Each_rank_has_the_rows_of_one_process(string kind, int rows)
    {
        (TrainingData Data, SkippedRows Skipped)[] read = RankRun.On(3, exchange => Read(kind, rows, exchange));
        (TrainingData expected, SkippedRows skipped) = Read(kind, rows, null);
        Assert.Equal(kind switch { "bytes" => typeof(ByteFeatures), "words" => typeof(IndexFeatures), "sparse" => typeof(SparseFeatures), _ => typeof(DenseFeatures) }, expected.Features.GetType());
        Assert.NotEqual(0, expected.RowCount);
        Assert.Equal(kind is "dense" or "words" && rows > 2, skipped.Total > 0);
        Assert.All(read, item =>
        {
            Assert.Equal(Texts(expected), Texts(item.Data));
            Assert.Equal(expected.Features.GetType(), item.Data.Features.GetType());
            Assert.Equal((expected.Features as ByteFeatures)?.Scale, (item.Data.Features as ByteFeatures)?.Scale);
            Assert.Equal(expected.Features.RowLengths.ToArray(), item.Data.Features.RowLengths.ToArray());
            Assert.Equal(skipped.ToString(), item.Skipped.ToString());
        });
    }

    // Rank 0 has the rows 0 to 4, rank 1 the rows 100 to 101: they take turns.
    [Fact]
    public void Shards_are_joined_in_turns()
    {
        int[] counts = [5, 2];
        TrainingData[] read = RankRun.On(2, exchange => Read(
            Numbers(new MLContext(), [.. Enumerable.Range(100 * exchange.Rank, counts[exchange.Rank]).Select(i => new Row { Features = Features(i), Number = i })]),
            NetworkTask.Regression, s_numbers, exchange, DistributedRows.Shard).Data);
        Assert.All(read, data => Assert.Equal([0f, 100, 1, 101, 2, 3, 4], ((DenseTargets)data.Targets).Values.ToArray()));
    }

    [Fact]
    public void An_empty_view_is_the_same_error_in_every_rank()
    {
        Exception?[] failures = RankRun.On(3, exchange => Record.Exception(() => Read("dense", 0, exchange)));
        Assert.All(failures, failure => Assert.Equal(
            "Training set has 0 instances, aborting training. There are no rows.", Assert.IsType<InvalidOperationException>(failure).Message));
        failures = RankRun.On(3, exchange => Record.Exception(() => Read("dense", 1, exchange)));
        Assert.All(failures, failure => Assert.Equal(
            "Training set has 0 instances, aborting training. All 1 rows were skipped: 1 with a label in column 'Number' that is NaN or infinite.",
            Assert.IsType<InvalidOperationException>(failure).Message));
    }

    // Row 31 belongs to rank 1 of 3.
    [Fact]
    public void A_row_that_is_not_accepted_is_an_error_of_every_rank()
    {
        Exception?[] failures = RankRun.On(3, exchange =>
        {
            Row[] rows = Rows("dense", 50);
            rows[31].Features = new float[3];
            return Record.Exception(() => Read(Numbers(new MLContext(), rows), NetworkTask.Regression, s_numbers, exchange));
        });
        const string Message = "The vector in column 'Features' (row 31) has 3 values";
        Assert.StartsWith("Rank 1 could not read its rows: " + Message, failures[0]!.Message);
        Assert.StartsWith(Message, failures[1]!.Message);
        Assert.StartsWith("Rank 1 could not read its rows: " + Message, failures[2]!.Message);
    }

    [Fact]
    public void Ranks_with_other_rows_are_refused()
    {
        Assert.All(
            Messages(rank => [.. Rows("dense", 50).Skip(3 * rank)]),
            message => Assert.StartsWith("Training set: the first rows differ between rank 0 and rank 1. Give every rank the same rows", message));
        Assert.All(
            Messages(rank => Rows("dense", 50 + rank)),
            message => Assert.StartsWith("Training set has 50 rows in rank 0 and 51 rows in rank 1. Give every rank", message));

        string[] Messages(Func<int, Row[]> rows) => RankRun.On(2, exchange => Assert.Throws<InvalidOperationException>(
            () => Read(Numbers(new MLContext(), rows(exchange.Rank)), NetworkTask.Regression, s_numbers, exchange)).Message);
    }

    private static (TrainingData Data, SkippedRows Skipped) Read(string kind, int count, IGradientExchange? exchange)
    {
        MLContext ml = new();
        Row[] rows = Rows(kind, count);
        switch (kind)
        {
            case "bytes":
                using (TemporaryFolder folder = new())
                {
                    byte[] pixels = [.. Enumerable.Range(0, Size * count).Select(i => (byte)(i * 11))];
                    IDataView files = ml.Data.LoadIdx(
                        folder.Write("images", Idx.File(Idx.ImagesMagic, [(uint)count, 3, 4], pixels)),
                        folder.Write("labels", Idx.File(Idx.LabelsMagic, [(uint)count], [.. Enumerable.Range(0, count).Select(i => (byte)(i % 3))])));
                    IDataView images = ml.Transforms.Conversion.MapValueToKey("Label").Append(ml.Transforms.FlattenImage("Features", "Image")).Fit(files).Transform(files);
                    return Read(images, NetworkTask.Multiclass, new NetworkSpec([Size], [new Dense(3)]), exchange, label: "Label");
                }

            case "classes":
                IDataView view = Numbers(ml, rows);
                return Read(ml.Transforms.Conversion.MapValueToKey("Number").Fit(view).Transform(view), NetworkTask.Multiclass, s_numbers, exchange);
            case "words":
                return Read(ml.Data.LoadFromEnumerable(rows), NetworkTask.Regression, s_words, exchange, features: "Words", weight: "Weight");
            default:
                return Read(Numbers(ml, rows), NetworkTask.Regression, s_numbers, exchange, weight: "Weight");
        }
    }

    private static (TrainingData Data, SkippedRows Skipped) Read(
        IDataView view,
        NetworkTask task,
        NetworkSpec spec,
        IGradientExchange? exchange,
        DistributedRows kind = DistributedRows.Whole,
        string label = "Number",
        string features = "Features",
        string? weight = null)
    {
        MultilayerPerceptronOptions options = new() { LabelColumnName = label, FeatureColumnName = features, ExampleWeightColumnName = weight };
        RowColumns columns = RowColumns.Find(view.Schema, task, options, spec.InputKind);
        if (exchange is null)
        {
            using RowReader reader = new(view, columns, null);
            RowCollector rows = reader.CreateCollector(new FeatureRows(spec, null));
            reader.Read(rows, int.MaxValue, default);
            return (rows.ToData(), reader.Skipped);
        }

        RankViewReader ranks = new(spec, null!, exchange, kind, default);
        (MergedRows merged, SkippedRows skipped) = ranks.Read(view, columns, "Training set", (_, e) => e);
        return merged.RowCount == 0 ? throw ViewReader.NoRows(skipped) : (merged.ToData(), skipped);
    }

    // Each 13th row has no label, each 17th no finite weight, each 19th no finite feature, if the rows are dense or words.
    private static Row[] Rows(string kind, int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new Row
        {
            Features = kind switch
            {
                "sparse" => [.. Features(i).Select((value, slot) => slot == i % Size ? value : 0)],
                "sparse, then dense" => [.. Features(i).Select((value, slot) => slot == i % Size || i > 500 ? value : 0)],
                _ => [.. Features(i).Select((value, slot) => kind == "dense" && i % 19 == 18 && slot == 3 ? float.NaN : value)],
            },
            Words = [.. Enumerable.Range(0, i % (Size + 1)).Select(slot => (i + slot) % 20)],
            Number = kind == "classes" ? i % 4 : kind is "dense" or "words" && i % 13 == 0 && (i > 0 || count == 1) ? float.NaN : i,
            Weight = kind is "dense" or "words" && i % 17 == 16 ? float.PositiveInfinity : i % 3,
        }),
    ];

    private static float[] Features(int row) => [.. Enumerable.Range(0, Size).Select(slot => row + (slot / 16f) + 1)];

    private static IDataView Numbers(MLContext ml, Row[] rows)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Size);
        return ml.Data.LoadFromEnumerable(rows, schema);
    }

    private static string[] Texts(TrainingData data)
    {
        float[] numbers = new float[data.Features.ColumnCount];
        int[] indices = new int[data.Features.ColumnCount];
        return
        [
            .. Enumerable.Range(0, data.RowCount).Select(row =>
            {
                if (data.Features.Kind == FeatureKind.Indices)
                {
                    data.Features.CopyIndices(row, indices);
                }
                else
                {
                    data.Features.CopyRow(row, numbers);
                }

                string target = data.Targets is DenseTargets dense ? $"{dense.Values.Span[row]:R}" : $"class {data.Targets.ClassOf(row)}";
                return $"{string.Join(' ', numbers)} {string.Join(' ', indices)} {target} {(data.Weights.IsEmpty ? "" : data.Weights.Span[row])}";
            }),
        ];
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public int[] Words { get; set; } = [];

        public float Number { get; set; }

        public float Weight { get; set; }
    }
}
