using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Data;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Trainers;

/// <summary>Compares training on rows that are reread from the view in each epoch with training on the same rows in memory.</summary>
public class StreamingTests
{
    private static readonly MultilayerPerceptronOptions s_options = new() { HiddenUnits = [4], Epochs = 3, BatchSize = 8, Seed = 1 };

    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void A_single_pool_yields_the_weights_of_in_memory_training()
    {
        IDataView data = Data([.. Flowers.Rows(60).Select(f => new Row { Features = f.Features, Name = f.Name })]);
        Assert.Equal(Weights(data, s_options), Weights(data, s_options with { StreamingPoolSize = 64 }));
        Assert.Equal(
            Weights(data, s_options with { Shuffle = false }), Weights(data, s_options with { Shuffle = false, StreamingPoolSize = 16 }));
    }

    // Reads pools of sparse rows, of dense rows, and with weights, each into reused memory.
    [Fact]
    public void Pools_of_every_row_format_contain_the_rows_of_the_view()
    {
        Random random = new(1);
        Row[] rows = [.. Enumerable.Range(0, 400).Select(i => new Row
        {
            Features = [.. Enumerable.Range(0, 12).Select(_ => random.Next(i < 200 ? 12 : 2) == 0 ? random.NextSingle() : 0)],
            Name = Flowers.Names[random.Next(3)],
            Weight = random.Next(3),
        })];
        IDataView data = Data(rows);
        MultilayerPerceptronOptions options = s_options with { Shuffle = false, ExampleWeightColumnName = "Weight" };
        Assert.Equal(Weights(data, options), Weights(data, options with { StreamingPoolSize = 40 }));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(8)]
    public void Training_on_a_damaged_file_throws(int? pool)
    {
        using TemporaryFolder folder = new();
        byte[] file = Idx.File(Idx.ImagesMagic, [60, 3, 4], new byte[60 * 12]);
        IDataView images = Images(folder, file, [.. Enumerable.Range(0, 60).Select(i => (byte)(i % 2))]);
        folder.Write("images", file[..^20]);
        string message = Assert.Throws<InvalidOperationException>(() => Weights(images, s_options with { StreamingPoolSize = pool })).Message;
        Assert.Contains("A row could not be read", message);
        Assert.Contains("the file ends within item 58 of 60", message);
    }

    [Fact]
    public void Images_are_read_as_bytes_through_intermediate_views()
    {
        using TemporaryFolder folder = new();
        byte[] pixels = [.. Enumerable.Range(0, 60).Select(i => (byte)(4 * i))];
        IDataView images = Images(folder, Idx.File(Idx.ImagesMagic, [5, 3, 4], pixels), [0, 1, 0, 1, 1]);
        ViewStream stream = new(images, new RowColumns(images.Schema["Features"], ClassLabel.Find(images.Schema, "Label"), null), new NetworkSpec([12], [new Dense(2)]), host: null, images.GetRowCount());
        using TrainingPass pass = stream.Begin(1);
        TrainingData rows = pass.Read(8, default)!;
        Assert.Equal([0, 1, 0, 1, 1], rows.Labels.ToArray());
        ByteFeatures features = Assert.IsType<ByteFeatures>(rows.Features);
        float[] row = new float[12];
        for (int i = 0; i < 5; i++)
        {
            features.CopyRow(i, row);
            Assert.Equal(pixels.Skip(12 * i).Take(12).Select(pixel => pixel * (1 / 255f)), row);
        }
    }

    // Image files are passed to the engine as bytes. The same pixels as numbers are passed as sparse or dense floats.
    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    public void Training_on_image_files_equals_training_on_their_pixels_as_floats(int valuesPerNonzero)
    {
        const int Rows = 100;
        Random random = new(valuesPerNonzero);
        byte[] pixels = [.. Enumerable.Range(0, Rows * 12).Select(_ => random.Next(valuesPerNonzero) == 0 ? (byte)random.Next(256) : (byte)0)];
        byte[] classes = [.. Enumerable.Range(0, Rows).Select(_ => (byte)random.Next(3))];
        using TemporaryFolder folder = new();
        IDataView images = Images(folder, Idx.File(Idx.ImagesMagic, [Rows, 3, 4], pixels), classes);
        IDataView numbers = Data([.. pixels.Chunk(12).Zip(classes, (image, name) => new Row
        {
            Features = Array.ConvertAll(image, pixel => pixel * (1 / 255f)),
            Name = $"{name}",
        })]);

        MultilayerPerceptronOptions options = s_options with { Shuffle = false, StandardizeFeatures = false };
        float[] expected = Weights(numbers, options);
        Assert.Equal(expected, Weights(images, options));
        Assert.Equal(expected, Weights(images, options with { StreamingPoolSize = 24 }));
        Assert.Equal(expected, Weights(numbers, options with { StreamingPoolSize = 24 }));
    }

    // Covers an odd and an even number of pools. The next pass must not start by overwriting the memory of the last pool.
    [Theory]
    [InlineData(20)]
    [InlineData(30)]
    public void The_last_pool_of_a_pass_stays_valid_until_the_second_read_of_the_next_pass(int poolSize)
    {
        IDataView data = Data([.. Enumerable.Range(0, 60).Select(i => new Row { Features = [i + 1, i + 2], Name = Flowers.Names[i % 3], Weight = i })]);
        DataViewSchema.Column weight = data.Schema["Weight"];
        RowColumns columns = new(data.Schema["Features"], ClassLabel.Find(data.Schema, "Label"), weight);
        ViewStream stream = new(data, columns, new NetworkSpec([2], [new Dense(3)]), host: null, data.GetRowCount());
        Assert.True(stream.RowsOutlivePass);
        TrainingData last = null!;
        for (int epoch = 1; epoch <= 3; epoch++)
        {
            TrainingData? before = epoch > 1 ? last : null;
            using TrainingPass pass = stream.Begin(epoch);
            for (int first = 0; pass.Read(poolSize, default) is { } pool; first += poolSize)
            {
                CheckRows(pool, first);
                if (first == 0 && before is not null)
                {
                    CheckRows(before, 60 - poolSize);
                }

                last = pool;
            }
        }

        CheckRows(last, 60 - poolSize);

        void CheckRows(TrainingData pool, int first)
        {
            Assert.Equal(poolSize, pool.RowCount);
            Assert.Equal(Enumerable.Range(first, poolSize).Select(i => i % 3), pool.Labels.ToArray());
            Assert.Equal(Enumerable.Range(first, poolSize).Select(i => (float)i), pool.Weights.ToArray());
            float[] row = new float[2];
            for (int i = 0; i < poolSize; i++)
            {
                pool.Features.CopyRow(i, row);
                Assert.Equal([first + i + 1f, first + i + 2f], row);
            }
        }
    }

    // A sparse row without stored values is a row of zeros. The bias is learned from such rows.
    [Theory]
    [InlineData(null)]
    [InlineData(32)]
    public void Rows_of_zeros_are_used_for_training_in_sparse_and_dense_format(int? pool)
    {
        const int Rows = 60;
        SparseRow[] rows = [.. Enumerable.Range(0, Rows).Select(i => new SparseRow
        {
            Features = i % 3 == 0 ? new VBuffer<float>(4, 0, [], []) : new VBuffer<float>(4, 1, [1f], [i % 4]),
            Number = i % 3,
        })];
        SchemaDefinition schema = SchemaDefinition.Create(typeof(SparseRow));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 4);
        IDataView sparse = _ml.Data.LoadFromEnumerable(rows, schema);
        IDataView dense = _ml.Data.LoadFromEnumerable(
            rows.Select(row => new Row { Features = [.. row.Features.DenseValues()], Number = row.Number }), Schema(4));
        LinearRegressionOptions options = new() { LabelColumnName = "Number", Epochs = 5, Shuffle = false, Seed = 1, StreamingPoolSize = pool };
        float[] Fit(IDataView data) => Values(_ml.Regression.Trainers.LinearRegression(options).Fit(data).Model);
        Assert.Equal(Fit(dense), Fit(sparse));
    }

    // 255 x 1e37 is infinite in single precision. Such rows are skipped, even if they are read as bytes.
    [Fact]
    public void Rows_with_pixels_that_scale_to_infinity_are_skipped()
    {
        using TemporaryFolder folder = new();
        IDataView images = Images(folder, Idx.File(Idx.ImagesMagic, [3, 1, 2], [1, 0, 255, 0, 0, 1]), [0, 1, 0], scale: 1e37f);
        List<string> messages = new();
        _ml.Log += (_, e) => messages.Add(e.RawMessage);
        Weights(images, s_options with { Epochs = 1, StreamingPoolSize = 8 });
        Assert.Contains("Skipped 1 rows: 1 with a value in column 'Features' that is NaN or infinite.", messages);
    }

    [Fact]
    public void Unusable_rows_are_skipped_and_counted_once()
    {
        Row[] rows = [.. Flowers.Rows(60).Select((f, i) => new Row { Features = i % 6 == 0 ? [float.NaN, 1] : f.Features, Name = f.Name })];
        List<string> messages = new();
        _ml.Log += (_, e) => messages.Add(e.RawMessage);
        float[] expected = Weights(Data(rows), s_options with { Shuffle = false });
        Assert.Equal(expected, Weights(Data(rows), s_options with { Shuffle = false, StreamingPoolSize = 16 }));
        Assert.Equal(2, messages.Count(message => message == "Skipped 10 rows: 10 with a value in column 'Features' that is NaN or infinite."));
    }

    [Fact]
    public void Regression_can_train_on_a_stream()
    {
        Row[] rows = [.. Enumerable.Range(0, 100).Select(i => new Row { Features = [i / 100f, 1], Number = i / 50f })];
        LinearRegressionOptions options = new() { LabelColumnName = "Number", Shuffle = false, Seed = 1 };
        IDataView data = _ml.Data.LoadFromEnumerable(rows);
        float[] Fit(LinearRegressionOptions o) => Values(_ml.Regression.Trainers.LinearRegression(o).Fit(data).Model);
        Assert.Equal(Fit(options), Fit(options with { StreamingPoolSize = 32 }));
    }

    [Fact]
    public void Options_incompatible_with_streaming_throw()
    {
        IDataView data = Data([.. Flowers.Rows(6).Select(f => new Row { Features = f.Features, Name = f.Name })]);
        Assert.Contains("ValidationSplit is 0.5", Assert.Throws<InvalidOperationException>(
            () => Weights(data, s_options with { StreamingPoolSize = 2, ValidationSplit = 0.5 })).Message);
        Assert.Equal(
            "EarlyStopping monitors ValidationLoss, which needs ValidationData. (Parameter 'EarlyStopping')",
            Assert.Throws<ArgumentException>(() => Weights(data, s_options with { StreamingPoolSize = 2, EarlyStopping = new EarlyStopping() })).Message);
        Assert.Equal(
            "EarlyStopping monitors ValidationLoss, which needs ValidationData or ValidationSplit. (Parameter 'EarlyStopping')",
            Assert.Throws<ArgumentException>(() => Weights(data, s_options with { EarlyStopping = new EarlyStopping() })).Message);
        IDataView none = _ml.Data.FilterRowsByColumn(data, "Weight", lowerBound: 5);
        Assert.Contains("0 instances", Assert.Throws<InvalidOperationException>(() => Weights(none, s_options with { StreamingPoolSize = 2 })).Message);
        IDataView negative = Data([new Row { Features = [1, 2], Name = "a", Weight = -1 }, new Row { Features = [1, 2], Name = "b" }]);
        Assert.Contains("is -1", Assert.Throws<InvalidOperationException>(
            () => Weights(negative, s_options with { StreamingPoolSize = 2, ExampleWeightColumnName = "Weight" })).Message);
    }

    [Fact]
    public void Training_can_be_cancelled_before_a_pool_is_full()
    {
        using CancellationTokenSource source = new();
        IEnumerable<Row> Endless()
        {
            for (int i = 0; ; i++)
            {
                if (i == 1000)
                {
                    source.Cancel();
                }

                yield return new Row { Features = [i, 1], Number = i };
            }
        }

        LinearRegressionOptions options = new() { LabelColumnName = "Number", StreamingPoolSize = 1_000_000, Cancellation = source.Token };
        Assert.ThrowsAny<OperationCanceledException>(() => _ml.Regression.Trainers.LinearRegression(options).Fit(_ml.Data.LoadFromEnumerable(Endless(), Schema(2))));
    }

    private IDataView Images(TemporaryFolder folder, byte[] images, byte[] labels, float scale = 1 / 255f)
    {
        IDataView files = _ml.Data.LoadIdx(
            folder.Write("images", images), folder.Write("labels", Idx.File(Idx.LabelsMagic, [(uint)labels.Length], labels)));
        return _ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(_ml.Transforms.FlattenImage("Features", "Image", scale)).Fit(files).Transform(files);
    }

    private IDataView Data(Row[] rows)
    {
        IDataView view = _ml.Data.LoadFromEnumerable(rows, Schema(rows[0].Features.Length));
        return _ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(view).Transform(view);
    }

    private static SchemaDefinition Schema(int size)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, size);
        return schema;
    }

    private float[] Weights(IDataView data, MultilayerPerceptronOptions options) =>
        Values(_ml.MulticlassClassification.Trainers.MultilayerPerceptron(options).Fit(data).Model);

    private static float[] Values(Network network) => [.. network.GetWeights().SelectMany(tensor => tensor.Values)];

    private sealed class SparseRow
    {
        public VBuffer<float> Features { get; set; }

        public float Number { get; set; }
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public string Name { get; set; } = "";

        public float Weight { get; set; }

        public float Number { get; set; }
    }
}
