using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tests.Trainers.Reading;

/// <summary>Pictures of either order, as floats or bytes, train and score the same.</summary>
public sealed class PictureReadingTests : IDisposable
{
    private const int Count = 12;
    private const int Size = 5 * 6 * 2;

    private static readonly NeuralNetworkOptions s_options = new()
    {
        Seed = 1, Epochs = 2, FeatureColumnName = "Last", LabelColumnName = "Label", BatchSize = 4, StandardizeFeatures = false,
    };

    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("First", ChannelOrder.Automatic, false)]
    [InlineData("LastBytes", ChannelOrder.Automatic, false)]
    [InlineData("FirstBytes", ChannelOrder.Automatic, false)]
    [InlineData("First", ChannelOrder.ChannelsFirst, true)]
    [InlineData("FirstBytes", ChannelOrder.Automatic, true)]
    [InlineData("FlatFirst", ChannelOrder.ChannelsFirst, true)]
    [InlineData("FlatFirstBytes", ChannelOrder.ChannelsFirst, true)]
    [InlineData("FirstBytes", ChannelOrder.Automatic, false, 5)]
    public void Weights_and_scores_do_not_depend_on_order_and_type(string column, ChannelOrder order, bool hasShape, int? pool = null)
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows());
        ITransformer expected = Trainer(s_options with { StreamingPoolSize = pool }, hasShape).Fit(data);
        NetworkTransformer model = Trainer(s_options with { FeatureColumnName = column, ChannelOrder = order, StreamingPoolSize = pool }, hasShape).Fit(data);
        Assert.Equal([5, 6, 2], model.Model.Spec.InputShape);
        Assert.Equal(Weights(expected), Weights(model));
        float[] scores = Scores(expected, data);
        Assert.Equal(scores, Scores(model, data));
        Assert.True(scores.Distinct().Count() > Count / 2);

        // Loaded, and row by row.
        _ml.Model.Save(model, data.Schema, _folder.File("model.zip"));
        ITransformer loaded = new MLContext().Model.Load(_folder.File("model.zip"), out _);
        Assert.Equal(scores, Scores(loaded, data));
        using PredictionEngine<Row, Prediction> engine = _ml.Model.CreatePredictionEngine<Row, Prediction>(loaded);
        Assert.Equal(scores, Rows().Select(row => engine.Predict(row).Score));
    }

    [Fact]
    public void Bytes_are_kept_as_bytes_with_the_channels_last()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows());
        NeuralNetworkOptions options = s_options with { FeatureColumnName = "FirstBytes" };
        NetworkSpec spec = new([5, 6, 2], [new Flatten(), new Dense(1)]);
        RowColumns columns = RowColumns.Find(data.Schema, NetworkTask.Regression, options).For(spec);
        using RowReader reader = new(data, columns, host: null);
        RowCollector rows = reader.CreateCollector(new FeatureRows(spec, Count));
        reader.Read(rows, int.MaxValue, default);
        ByteFeatures features = Assert.IsType<ByteFeatures>(rows.ToData().Features);
        Assert.Equal(1, features.Scale);
        float[] values = new float[Size];
        features.CopyRow(3, values);
        Assert.Equal(Rows()[3].Last, values);
    }

    // A column without dimensions is read as the column was that the model was trained on.
    [Theory]
    [InlineData("First", "FlatFirst")]
    [InlineData("FirstBytes", "FlatFirstBytes")]
    [InlineData("Last", "FlatLast")]
    [InlineData("First", "Last")]
    public void A_model_reads_other_columns_with_the_same_pictures(string trained, string scored)
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows());
        ITransformer model = Trainer(s_options with { FeatureColumnName = trained }, hasShape: false).Fit(data);
        _ml.Model.Save(model, data.Schema, _folder.File("model.zip"));
        ITransformer loaded = _ml.Model.Load(_folder.File("model.zip"), out _);
        IDataView renamed = _ml.Transforms.DropColumns(trained).Append(_ml.Transforms.CopyColumns(trained, scored)).Fit(data).Transform(data);
        Assert.Equal(Scores(model, data), Scores(loaded, renamed));
    }

    [Fact]
    public void A_picture_of_another_shape_is_refused_by_the_trainer_and_the_model()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows());
        NetworkSpec turned = new([6, 5, 2], [new Flatten(), new Dense(1)]);
        const string Problem = "has the dimensions 5 x 6 x 2, but the network takes pictures of 6 x 5 x 2 (height x width x channels)";
        Assert.Contains(
            Problem, Assert.Throws<InvalidOperationException>(() => _ml.Regression.Trainers.NeuralNetwork(turned, s_options).Fit(data)).Message, StringComparison.Ordinal);
        NetworkTransformer model = new(NetworkTask.Regression, new Network(turned, 1), "Last", labelValues: null, history: null);
        Assert.Contains(Problem, Assert.Throws<ArgumentOutOfRangeException>(() => model.Transform(data)).Message, StringComparison.Ordinal);
    }

    // Without a picture, as today: the order does not matter to a dense layer, and the row stays as it is.
    [Fact]
    public void Layers_that_take_flat_rows_get_them_in_the_order_of_the_column()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows());
        NetworkTransformer model = _ml.Regression.Trainers.NeuralNetwork([new Dense(1)], s_options with { FeatureColumnName = "First" }).Fit(data);
        Assert.Equal([Size], model.Model.Spec.InputShape);
        float[] scores = new float[1];
        model.Model.CreatePredictor().Predict(Rows()[0].First, scores);
        Assert.Equal(scores[0], Scores(model, data)[0]);
    }

    // A convolution takes no flat row.
    private NetworkTrainer Trainer(NeuralNetworkOptions options, bool hasShape)
    {
        LayerSpec[] layers = [new Conv2D(3, 3, activation: Activation.Tanh), new Flatten(), new Dense(1)];
        return hasShape
            ? _ml.Regression.Trainers.NeuralNetwork(new NetworkSpec([5, 6, 2], [.. layers]), options)
            : _ml.Regression.Trainers.NeuralNetwork(layers, options);
    }

    private static float[] Scores(ITransformer model, IDataView data) => [.. model.Transform(data).GetColumn<float>("Score")];

    private static IEnumerable<float> Weights(ITransformer model) =>
        NetworkTransformer.Find(model)!.Model.GetWeights().SelectMany(tensor => tensor.Values);

    // Value v of pixel p in channel c is at p * 2 + c with the channels last, and at c * 30 + p in planes.
    private static Row[] Rows() =>
    [
        .. Enumerable.Range(0, Count).Select(i =>
        {
            byte[] last = [.. Enumerable.Range(0, Size).Select(k => (byte)((7 * k * (i + 1)) % 11))];
            byte[] first = [.. Enumerable.Range(0, Size).Select(k => last[(k % 30 * 2) + (k / 30)])];
            float[] lastFloats = [.. last.Select(v => (float)v)], firstFloats = [.. first.Select(v => (float)v)];
            return new Row
            {
                Last = lastFloats, First = firstFloats, LastBytes = last, FirstBytes = first, FlatLast = lastFloats, FlatFirst = firstFloats,
                FlatFirstBytes = first, Label = i % 5,
            };
        }),
    ];

    private sealed class Row
    {
        [VectorType(5, 6, 2)]
        public float[] Last { get; set; } = [];

        [VectorType(2, 5, 6)]
        public float[] First { get; set; } = [];

        [VectorType(5, 6, 2)]
        public byte[] LastBytes { get; set; } = [];

        [VectorType(2, 5, 6)]
        public byte[] FirstBytes { get; set; } = [];

        [VectorType(Size)]
        public float[] FlatLast { get; set; } = [];

        [VectorType(Size)]
        public float[] FlatFirst { get; set; } = [];

        [VectorType(Size)]
        public byte[] FlatFirstBytes { get; set; } = [];

        public float Label { get; set; }
    }

    private sealed class Prediction
    {
        public float Score { get; set; }
    }
}
