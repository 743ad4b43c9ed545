using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;
using SkiaSharp;

namespace MLNetDeep.Reports.Tests.Html;

/// <summary>
/// What reports say besides the metrics: the data, the training, the network, the options, the environment, and examples.
/// </summary>
public class ReportContentTests
{
    [Fact]
    public void Sizes_times_seeds_and_versions_are_those_of_the_run()
    {
        IHtmlDocument page = ExampleReports.Of("multiclass").Page;
        TrainingHistory history = NetworkTransformer.Find(ExampleReports.Multiclass.Model)!.History!;
        Assert.Equal(("1,180", "1,090", "0", "3", "Label"), (
            Fact(page, "data", "Training rows"), Fact(page, "data", "Test rows"), Fact(page, "data", "Test rows left out"),
            Fact(page, "data", "Classes"),
            Fact(page, "data", "Label column")));
        Assert.Equal("4", Fact(page, "training", "Epochs"));
        Assert.Equal(history.Epochs.Length, history.KeptEpoch);
        Assert.Equal("epoch 4, the last", Fact(page, "training", "Weights kept"));

        // A fifth of 1,180 rows is held out: 944 rows are 29.5 batches of 32, in each of 4 epochs.
        Assert.Equal("120", Fact(page, "training", "Batches"));
        double seconds = history.Epochs.Sum(epoch => epoch.Duration.TotalSeconds);
        Assert.Equal(4 * 944 / seconds,
            double.Parse(Fact(page, "training", "Rows per second"), NumberStyles.Number, CultureInfo.InvariantCulture), 0.51);
        Assert.Equal(("cpu", "3", "1"), (
            Fact(page, "environment", "Backend of the training"), Fact(page, "environment", "Seed of the trainer"),
            Fact(page, "environment", "Seed of the MLContext")));
        Assert.Equal(RuntimeInformation.FrameworkDescription, Fact(page, "environment", ".NET"));
        Assert.Equal(VersionOf(typeof(MLContext)), Fact(page, "environment", "ML.NET"));
        Assert.Equal(VersionOf(typeof(Network)), Fact(page, "environment", "MLNetDeep"));
        Assert.StartsWith($"{RuntimeInformation.ProcessArchitecture}, ", Fact(page, "environment", "Processor"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_layers_are_those_of_the_network()
    {
        // 2 inputs: 8 units with 2 weights and a bias each, then 3 units with 8 weights and a bias.
        IHtmlDocument page = ExampleReports.Of("multiclass").Page;
        Assert.Equal(
            ["Input|–|2|0", "Dense|Relu|8|24", "Dense|Softmax|3|27", "All parameters|51"],
            page.QuerySelectorAll("#network tbody tr").Select(row => string.Join('|', row.Children.Select(cell => cell.TextContent))));
    }

    [Fact]
    public void Options_that_differ_from_their_defaults_come_first()
    {
        IHtmlDocument page = ExampleReports.Of("multiclass").Page;
        string[][] changed = Rows(page.QuerySelectorAll("#options table")[0]);
        Assert.Equal(["EarlyStopping", "Epochs", "HiddenUnits", "Optimizer", "Seed", "Threads", "ValidationSplit"],
            changed.Select(row => row[0]));
        Assert.Equal(["Epochs", "4", "none"], changed[1]);
        Assert.Equal(["HiddenUnits", "8", "128"], changed[2]);
        Assert.Equal(["Optimizer", $"{new Adam(0.01)}", $"{new Adam()}"], changed[3]);
        string[][] unchanged = Rows(page.QuerySelectorAll("#options details table")[0]);
        Assert.Contains(unchanged, row => row is ["BatchSize", "32"]);
        Assert.Contains(unchanged, row => row is ["Shuffle", "yes"]);
        string[] all = [.. changed.Concat(unchanged).Select(row => row[0]).Order(StringComparer.Ordinal)];
        Assert.Equal(
            typeof(MultilayerPerceptronOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name)
                .Except(["Progress", "StopToken", "Cancellation"]).Order(StringComparer.Ordinal),
            all);
    }

    [Fact]
    public void The_best_epoch_is_named_if_its_weights_were_restored()
    {
        // The learning rate doubles with each step: 0.07 after the 37 of the first epoch. In the second one the training diverges.
        MLContext ml = new(seed: 1);
        MultilayerPerceptronOptions options = new()
        {
            HiddenUnits = [4], Epochs = 2, Threads = 1, LabelColumnName = nameof(ReportRow.Difference),
            Optimizer = new Sgd(new ExponentialDecay(1e-12, 1, 2)),
            EarlyStopping = new EarlyStopping { Monitor = TrainingMetric.Loss, RestoreBestWeights = true },
        };
        (IDataView training, IDataView test) = ExampleReports.Views(ml, "a", "b", "c");
        NetworkTransformer model = ml.Regression.Trainers.MultilayerPerceptron(options).Fit(training);
        Assert.Equal(1, model.History!.KeptEpoch);
        Assert.NotEmpty(model.History.Warnings);
        IDataView scored = model.Transform(test);
        EvaluationReport report = EvaluationReport.Create(ml.Regression.Evaluate(scored, nameof(ReportRow.Difference)), scored, model,
            ExampleReports.RegressionOptions);
        IHtmlDocument page = ExampleReports.Parse(report);
        Assert.Equal("epoch 1, the best", Fact(page, "training", "Weights kept"));
        Assert.Equal(model.History.Warnings.Select(warning => $"Warning: {warning}"),
            page.QuerySelectorAll("#training .warning").Select(warning => warning.TextContent));
        Assert.Contains("The weights kept are those of epoch 1.", report.Pictures.Single(picture => picture.Name == "loss").Description,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_loaded_model_has_no_history()
    {
        MLContext ml = new();
        (ITransformer model, IDataView scored, RegressionMetrics metrics) = ExampleReports.Regression;
        using MemoryStream stream = new();
        ml.Model.Save(model, scored.Schema, stream);
        stream.Position = 0;
        EvaluationReport report = EvaluationReport.Create(metrics, scored, ml.Model.Load(stream, out _), ExampleReports.RegressionOptions);
        Assert.Empty(report.Pictures.Select(picture => picture.Name).Intersect(["loss", "metrics", "learning-rate"]));
        Assert.Equal(
            "The model was loaded from a file, which does not hold the history of its training.",
            ExampleReports.Parse(report).QuerySelector("#training p")!.TextContent);
    }

    [Fact]
    public void Images_and_predictions_are_those_of_the_first_rows()
    {
        IDataView scored = ExampleReports.Multiclass.Scored;
        Picture picture = ExampleReports.Of("multiclass").Report.Pictures.Single(p => p.Name == "first-images");
        IReadOnlyList<(double X, double Y, SKBitmap Bitmap)> images = DrawnImages.Read(picture.ToSvg());
        Assert.Equal(9, images.Count);
        byte[][] rows = [.. scored.GetColumn<byte[]>(nameof(ReportRow.Image)).Take(9)];
        string[] labels = [.. scored.GetColumn<string>(nameof(ReportRow.Class)).Take(9)],
        predicted = [.. scored.GetColumn<string>("PredictedLabel").Take(9)];
        float[][] scores = [.. scored.GetColumn<float[]>("Score").Take(9)];
        string[] texts = [.. DrawnTexts.Read(picture.ToSvg()).Where(text => text != picture.Title)];
        for (int i = 0; i < 9; i++)
        {
            // 5 pixels are 5 · 28 = 140 CSS pixels wide. Pixel (1, 1) holds value 18 to 20, pixel (0, 2) value 7, which is the row's
            // number, as green.
            byte[] pixels = rows[i];
            Assert.Equal((140, 112), (images[i].Bitmap.Width, images[i].Bitmap.Height));
            Assert.Equal(new SKColor(pixels[18], pixels[19], pixels[20]), images[i].Bitmap.GetPixel(28, 28));
            Assert.Equal((byte)((ExampleReports.TrainingRows + i) % 256), images[i].Bitmap.GetPixel(56, 0).Green);
            string probability = $"probability {(100 * scores[i].Max()).ToString("0.0", CultureInfo.InvariantCulture)}%";
            Assert.Equal($"predicted {predicted[i]}", texts[(3 * i) + 1]);
            Assert.Equal(probability, texts[(3 * i) + 2]);
            Assert.Contains($"image {i + 1}: true {labels[i]}, predicted {predicted[i]}, {probability} (", picture.Description, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_convolution_has_pictures_of_its_filters()
    {
        MLContext ml = new(seed: 1);
        (IDataView training, IDataView test) = ExampleReports.Views(ml, "a", "b", "c");
        NeuralNetworkOptions options = new()
        {
            LabelColumnName = nameof(ReportRow.IsLarge), FeatureColumnName = "Pixels", ChannelOrder = ChannelOrder.ChannelsLast,
            Epochs = 1, Threads = 1,
        };
        ITransformer model = ml.Transforms.Conversion.ConvertType("Pixels", nameof(ReportRow.Image), DataKind.Single)
            .Append(ml.BinaryClassification.Trainers.NeuralNetwork([new Conv2D(2, 3), new Flatten(), new Dense(1, Activation.Sigmoid)],
                options)).Fit(training);
        IDataView scored = model.Transform(ml.Data.TakeRows(test, 100));
        CalibratedBinaryClassificationMetrics metrics = ml.BinaryClassification.Evaluate(scored, nameof(ReportRow.IsLarge));
        EvaluationReport report = EvaluationReport.Create(metrics, scored, model,
            new ReportOptions { LabelColumn = nameof(ReportRow.IsLarge), BootstrapSamples = 0 });
        Picture weights = report.Pictures.Single(picture => picture.Name == "weights");
        Assert.Equal("First layer (conv2d): weights of filters", weights.Title);

        // Two filters of three channels, each 3 x 3. The greatest weight of all has the end of the scale.
        Assert.StartsWith("2 filters of 3 channels, 3 by 3 weights each, ", weights.Description, StringComparison.Ordinal);
        NamedTensor kernel = NetworkTransformer.Find(model)!.Model.GetWeights()[0];
        int largest = kernel.Values.Select((value, i) => (Math.Abs(value), i)).Max().i;
        IReadOnlyList<(double X, double Y, SKBitmap Bitmap)> images = DrawnImages.Read(weights.ToSvg());
        Assert.Equal((2 * 3) + 1, images.Count);
        SKColor expected = kernel.Values[largest] < 0 ? new SKColor(0x21, 0x66, 0xac) : new SKColor(0xb2, 0x18, 0x2b);
        Assert.Equal(expected, images[largest / 9].Bitmap.GetPixel(largest % 9 % 3 * 20, largest % 9 / 3 * 20));
    }

    [Fact]
    public void A_network_with_an_embedding_has_a_report_without_pictures_of_weights()
    {
        MLContext ml = new(seed: 1);
        (IDataView training, IDataView test) = ExampleReports.Views(ml, "a", "b", "c");
        SequenceNetworkOptions options = new() { LabelColumnName = nameof(ReportRow.IsLarge), FeatureColumnName = "Words",
            EmbeddingSize = 4, Units = 4, Epochs = 1, Threads = 1 };
        ITransformer model = ml.Transforms.Text.WordIndices("Words", nameof(ReportRow.Text),
            new WordIndicesOptions { MaxWords = 30, Length = 8 })
            .Append(ml.BinaryClassification.Trainers.SequenceNetwork(options)).Fit(training);
        IDataView scored = model.Transform(ml.Data.TakeRows(test, 100));
        CalibratedBinaryClassificationMetrics metrics = ml.BinaryClassification.Evaluate(scored, nameof(ReportRow.IsLarge));
        EvaluationReport report = EvaluationReport.Create(metrics, scored, model, ExampleReports.WordsOptions with { Trainer = options });
        Assert.Empty(report.Pictures.Select(picture => picture.Name).Intersect(["weights", "word-contributions"]));
        IHtmlDocument page = ExampleReports.Parse(report);
        Assert.Equal("Embedding", page.QuerySelectorAll("#network tbody th")[1].TextContent);
        string[] texts = [.. scored.GetColumn<string>(nameof(ReportRow.Text)).Take(9)];
        Assert.Equal(texts, page.QuerySelectorAll(".texts")[0].QuerySelectorAll("blockquote").Select(text => text.TextContent));
    }

    private static string Fact(IHtmlDocument page, string section, string name) => page.QuerySelectorAll($"#{section} .facts > div")
        .Single(fact => fact.QuerySelector("dt")!.TextContent == name).QuerySelector("dd")!.TextContent;

    private static string[][] Rows(IElement table) =>
        [.. table.QuerySelectorAll("tbody tr").Select(row => row.Children.Select(cell => cell.TextContent).ToArray())];

    private static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
