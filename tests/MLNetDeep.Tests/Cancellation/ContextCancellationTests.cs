using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Cancellation;

/// <summary>Cancelling the execution of an MLContext ends Fit and Transform with OperationCanceledException, as with ML.NET's trainers.</summary>
public sealed class ContextCancellationTests : IDisposable
{
    private const int RowCount = 400;
    private const int CancelAt = 50;

    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Trainers => ["multiclass", "binary", "regression"];

    public static TheoryData<string> Readers => ["BagOfWords", "WordIndices", "OneHotLabel", "trainer", "streaming trainer", "validation"];

    public static TheoryData<string> Transformers =>
    [
        nameof(NetworkTransformer), nameof(FlattenImageTransformer), nameof(OneHotLabelTransformer), nameof(BagOfWordsTransformer),
        nameof(HashedBagOfWordsTransformer), nameof(WordIndicesTransformer), nameof(IndicesToTextTransformer),
    ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Trainers))]
    public void Training_ends_after_the_batch_in_which_the_context_is_cancelled(string task)
    {
        int batches = 0;
        NeuralNetworkOptions options = new()
        {
            BatchSize = 8,
            LabelColumnName = task,
            Progress = new Callback(() =>
            {
                if (++batches == 3)
                {
                    Cancel.Execution(_ml);
                }
            }),
        };
        IDataView data = Prepare(Rows());
        NetworkTrainer trainer = Trainer(task, options);
        OperationCanceledException e = Assert.Throws<OperationCanceledException>(() => trainer.Fit(data));
        Assert.Equal("The execution of the MLContext was cancelled.", e.Message);
        Assert.Equal(3, batches);
        Assert.Throws<OperationCanceledException>(() => trainer.Fit(data));
        Assert.Throws<OperationCanceledException>(() => Trainer(task, options).Fit(data));
        Assert.Equal(3, batches);
    }

    // The rows are in memory. The pass over them that finds means and deviations comes before the callback.
    [Fact]
    public void A_cancellation_ends_the_pass_for_standardizing()
    {
        bool hasBegun = false;
        _ml.Log += (_, e) =>
        {
            if (e.RawMessage.StartsWith("Training ", StringComparison.Ordinal))
            {
                Cancel.Execution(_ml);
            }
        };
        NeuralNetworkOptions options = new() { LabelColumnName = "regression", Callbacks = [new TrainBegin(() => hasBegun = true)] };
        Assert.Throws<OperationCanceledException>(() => Trainer("regression", options).Fit(Prepare(Rows())));
        Assert.False(hasBegun);
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void Fitting_ends_at_the_row_at_which_the_context_is_cancelled(string reader)
    {
        int read = 0;
        IDataView data = _ml.Data.LoadFromEnumerable(CancellingRows());
        Assert.Throws<OperationCanceledException>(() => Fit(reader, data));
        Assert.InRange(read, CancelAt, RowCount - 1);

        IEnumerable<Row> CancellingRows()
        {
            foreach (Row row in Rows())
            {
                if (++read == CancelAt)
                {
                    Cancel.Execution(_ml);
                }

                yield return row;
            }
        }
    }

    [Fact]
    public void A_trainer_of_ML_NET_ends_with_the_same_exception()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows());
        Cancel.Execution(_ml);
        Assert.Throws<OperationCanceledException>(() => _ml.Regression.Trainers.Sdca("Number").Fit(data));
        Assert.Throws<OperationCanceledException>(() => _ml.Regression.Trainers.LinearRegression("Number").Fit(data));
    }

    [Fact]
    public void CrossValidate_ends_too()
    {
        int batches = 0;
        LinearRegressionOptions options = new()
        {
            LabelColumnName = "Number",
            Progress = new Callback(() =>
            {
                if (++batches == 3)
                {
                    Cancel.Execution(_ml);
                }
            }),
        };
        IEstimator<ITransformer> trainer = _ml.Regression.Trainers.LinearRegression(options);
        Assert.Throws<OperationCanceledException>(
            () => _ml.Regression.CrossValidate(_ml.Data.LoadFromEnumerable(Rows()), trainer, labelColumnName: "Number"));
        Assert.Equal(3, batches);
    }

    // ML.NET's cursor over several columns reads our columns on other threads, and wraps exceptions from there.
    [Fact]
    public void A_cancellation_that_a_transform_sees_first_is_not_hidden_by_a_wrapped_exception()
    {
        int read = 0;
        IDataView rows = _ml.Data.LoadFromEnumerable(Rows().Select(row =>
        {
            if (Interlocked.Increment(ref read) == CancelAt)
            {
                Cancel.Execution(_ml);
            }

            return row;
        }));
        IEstimator<ITransformer> pipeline = _ml.Transforms.FlattenImage("Flat", "Features").Append(_ml.Transforms.Concatenate("Both", "Features", "Flat"))
            .Append(_ml.Regression.Trainers.LinearRegression("Number", "Both"));
        Assert.Throws<OperationCanceledException>(() => pipeline.Fit(rows));
    }

    [Theory]
    [MemberData(nameof(Transformers))]
    public void A_pass_over_transformed_rows_ends_and_a_later_pass_is_not_affected(string name)
    {
        ITransformer fitted = Estimator(name).Fit(Prepare(Rows()));
        ITransformer again = Estimator(name).Fit(Prepare(Rows()));
        _ml.Model.Save(again, null, _folder.File("model.zip"));
        EndsAndReadsAgain(_ml, fitted);

        MLContext other = new();
        ITransformer loaded = other.Model.Load(_folder.File("model.zip"), out _);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        EndsAndReadsAgain(other, loaded);
    }

    private static IEnumerable<Row> Rows() => Enumerable.Range(0, RowCount).Select(i => new Row
    {
        Features = [i % 7, i % 5],
        Class = i % 3,
        IsLarge = i % 2 == 1,
        Number = i % 4,
        Text = $"word{i % 5} film",
    });

    private void EndsAndReadsAgain(MLContext ml, ITransformer model)
    {
        IDataView transformed = model.Transform(Prepare(Rows()));
        DataViewSchema.Column added = transformed.Schema[transformed.Schema.Count - 1];
        using (DataViewRowCursor cursor = transformed.GetRowCursor([added]))
        {
            Func<string> value = Values.TextGetter(cursor, added);
            Assert.True(cursor.MoveNext());
            Assert.NotNull(value());
            Cancel.Execution(ml);
            Assert.Throws<OperationCanceledException>(() => cursor.MoveNext());
        }

        Assert.Equal(RowCount, Values.ColumnTexts(transformed, added).Count);
    }

    private void Fit(string reader, IDataView data)
    {
        switch (reader)
        {
            case "BagOfWords":
                _ml.Transforms.Text.BagOfWords("Bag", "Text").Fit(data);
                break;
            case "WordIndices":
                _ml.Transforms.Text.WordIndices("Words", "Text").Fit(data);
                break;
            case "OneHotLabel":
                _ml.Transforms.Conversion.OneHotLabel("OneHot", "Class").Fit(data);
                break;
            case "trainer":
                _ml.Regression.Trainers.LinearRegression("Number").Fit(data);
                break;
            case "streaming trainer":
                _ml.Regression.Trainers.LinearRegression(new LinearRegressionOptions { LabelColumnName = "Number", StreamingPoolSize = 32 }).Fit(data);
                break;
            default:
                LinearRegressionOptions options = new() { LabelColumnName = "Number", ValidationData = data };
                _ml.Regression.Trainers.LinearRegression(options).Fit(_ml.Data.LoadFromEnumerable(Rows()));
                break;
        }
    }

    private NetworkTrainer Trainer(string task, NeuralNetworkOptions options) => task switch
    {
        "multiclass" => _ml.MulticlassClassification.Trainers.NeuralNetwork(new NetworkSpec([2], [new Dense(3, Activation.Softmax)]), options),
        "binary" => _ml.BinaryClassification.Trainers.NeuralNetwork(new NetworkSpec([2], [new Dense(1, Activation.Sigmoid)]), options),
        _ => _ml.Regression.Trainers.NeuralNetwork(new NetworkSpec([2], [new Dense(1)]), options),
    };

    private IEstimator<ITransformer> Estimator(string name) => name switch
    {
        nameof(NetworkTransformer) => _ml.Regression.Trainers.LinearRegression("Number"),
        nameof(FlattenImageTransformer) => _ml.Transforms.FlattenImage("Flat", "Features"),
        nameof(OneHotLabelTransformer) => _ml.Transforms.Conversion.OneHotLabel("OneHot", "Class"),
        nameof(BagOfWordsTransformer) => _ml.Transforms.Text.BagOfWords("Bag", "Text"),
        nameof(HashedBagOfWordsTransformer) => _ml.Transforms.Text.HashedBagOfWords("Bag", "Text", bits: 4),
        nameof(WordIndicesTransformer) => _ml.Transforms.Text.WordIndices("Indices", "Text"),
        _ => _ml.Transforms.Text.IndicesToText("Back", "Words"),
    };

    // A context of its own, so that cancelling the tested one does not end the passes over the prepared rows.
    private static IDataView Prepare(IEnumerable<Row> rows)
    {
        MLContext ml = new();
        IDataView view = ml.Data.LoadFromEnumerable(rows);
        return ml.Transforms.Text.WordIndices("Words", "Text").Append(ml.Transforms.Conversion.MapValueToKey("multiclass", "Class"))
            .Append(ml.Transforms.CopyColumns("binary", "IsLarge")).Append(ml.Transforms.CopyColumns("regression", "Number")).Fit(view).Transform(view);
    }

    private sealed class Callback(Action report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report();
    }

    private sealed class TrainBegin(Action begin) : TrainingCallback
    {
        public override void OnTrainBegin(TrainingContext context) => begin();
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public int Class { get; set; }

        public bool IsLarge { get; set; }

        public float Number { get; set; }

        public string Text { get; set; } = "";
    }
}
