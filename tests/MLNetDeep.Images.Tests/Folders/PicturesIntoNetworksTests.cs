using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MLNetDeep.Data;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;
using Colors = Microsoft.ML.Transforms.Image.ImagePixelExtractingEstimator.ColorBits;
using ColorsOrder = Microsoft.ML.Transforms.Image.ImagePixelExtractingEstimator.ColorsOrder;

namespace MLNetDeep.Images.Tests;

/// <summary>Pictures go from a folder through Microsoft.ML.ImageAnalytics into a network of layers without an input shape.</summary>
public sealed class PicturesIntoNetworksTests : IDisposable
{
    private const int Height = 6;
    private const int Width = 8;

    private static readonly LayerSpec[] s_layers =
        [new Conv2D(4, 3, activation: Activation.Relu), new MaxPooling2D(2), new Flatten(), new Dense(2, Activation.Softmax)];

    private readonly PictureFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Floats and bytes are the same numbers, and planes are put in order: the same weights, bit for bit.
    [Fact]
    public void Planes_or_pixels_as_floats_or_bytes_give_the_same_network()
    {
        WritePictures(20, damaged: 0);
        NeuralNetworkOptions options = new() { FeatureColumnName = "Pixels", Seed = 1, Epochs = 2, StandardizeFeatures = false };
        float[][] weights =
        [
            .. from interleave in (bool[])[false, true]
               from asFloats in (bool[])[false, true]
               select Train(options, interleave, asFloats).LastTransformer.Model.GetWeights().SelectMany(tensor => tensor.Values).ToArray(),
        ];
        Assert.All(weights, values => Assert.Equal(weights[0], values));
    }

    // With any colours in any order, planes and pixels are the same numbers.
    [Theory]
    [InlineData(Colors.All, ColorsOrder.ABGR, 0f, 1f, 4)]
    [InlineData(Colors.Red | Colors.Blue, ColorsOrder.ARBG, 0f, 1f, 2)]
    [InlineData(Colors.Rgb, ColorsOrder.AGBR, 127.5f, 1 / 127.5f, 3)]
    [InlineData(Colors.Green, ColorsOrder.ARGB, 0f, 1 / 255f, 1)]
    public void Colors_order_offset_and_scale_of_ExtractPixels_are_kept(Colors colors, ColorsOrder order, float offset, float scale, int channels)
    {
        WritePictures(20, damaged: 0);
        NeuralNetworkOptions options = new() { FeatureColumnName = "Pixels", Seed = 1, Epochs = 2, StandardizeFeatures = false };
        Network[] networks =
        [
            .. ((bool[])[false, true]).Select(interleave => Train(options, _folder.ML.Transforms.ExtractPixels(
                "Pixels", "Image", colors, order, interleave, offset, scale)).LastTransformer.Model),
        ];
        Assert.Equal([Height, Width, channels], networks[0].Spec.InputShape);
        Assert.Equal(networks[1].Spec, networks[0].Spec);
        foreach ((NamedTensor planes, NamedTensor pixels) in networks[0].GetWeights().Zip(networks[1].GetWeights()))
        {
            Assert.Equal(pixels.Values, planes.Values);
        }
    }

    // 200 files of four modes and many sizes, of which 2 are damaged.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_folder_with_damaged_files_mixed_sizes_and_modes_trains(bool asFloats)
    {
        WritePictures(200, damaged: 2);
        TransformerChain<NetworkTransformer> model = Train(new() { FeatureColumnName = "Pixels", Seed = 1, Epochs = 20, Optimizer = new Adam(0.01) }, interleave: false, asFloats);
        Assert.Equal([Height, Width, 3], model.LastTransformer.Model.Spec.InputShape);
        string warning = Assert.Single(_folder.Warnings);
        Assert.StartsWith("Skipped 2 damaged images: ", warning);
        IDataView scored = model.Transform(View());
        Assert.Equal(198, scored.GetColumn<uint>("Label").Count());
        Assert.Equal(1, _folder.ML.MulticlassClassification.Evaluate(scored).MicroAccuracy);

        // A new picture, by a model that was saved and loaded.
        string path = Path.Combine(_folder.FullName, "model.zip");
        _folder.ML.Model.Save(model, View().Schema, path);
        MLContext other = new();
        using PredictionEngine<Picture, Prediction> engine = other.Model.CreatePredictionEngine<Picture, Prediction>(other.Model.Load(path, out _));
        float[][] expected = [.. scored.GetColumn<float[]>("Score").Take(5)];
        string[] paths = [.. scored.GetColumn<string>("ImagePath").Take(5)];
        for (int i = 0; i < paths.Length; i++)
        {
            using MLImage image = MLImage.CreateFromFile(paths[i]);
            Assert.Equal(expected[i], engine.Predict(new Picture { Image = image }).Score);
        }
    }

    [Fact]
    public void Damaged_files_are_an_error_by_default()
    {
        WritePictures(20, damaged: 1);
        Exception? error = Record.Exception(
            () => Pipeline(new() { FeatureColumnName = "Pixels", Seed = 1 }, interleave: false, asFloats: false)
                .Fit(_folder.ML.Data.LoadImageFolder(_folder.FullName, new() { Shuffle = false })));
        while (error is not null and not InvalidDataException)
        {
            error = error.InnerException;
        }

        Assert.Contains("000.png' cannot be read: it ends too early", error!.Message, StringComparison.Ordinal);
    }

    // The same pictures with a Boolean label, and with the numbers 0 and 1.
    [Fact]
    public void Binary_classification_and_regression_train_on_pictures()
    {
        WritePictures(40, damaged: 1);
        IDataView view = _folder.ML.Data.LoadImageFolder(_folder.FullName, new() { Seed = 2, Damaged = DamagedImages.Skip, PositiveClass = "right" });
        EstimatorChain<ImagePixelExtractingTransformer> pixels = Resizing().Append(_folder.ML.Transforms.ExtractPixels("Features", "Image"));
        ConvolutionalNetworkOptions options = new() { Filters = [4], DenseUnits = [8], Epochs = 20, Optimizer = new Adam(0.01), Seed = 1 };
        IDataView classes = pixels.Append(_folder.ML.BinaryClassification.Trainers.ConvolutionalNetwork(options)).Fit(view).Transform(view);
        Assert.Equal(39, classes.GetColumn<bool>("Label").Count());
        Assert.Equal(1, _folder.ML.BinaryClassification.Evaluate(classes).Accuracy);

        IDataView numbers = pixels.Append(_folder.ML.Transforms.Conversion.ConvertType("Label"))
            .Append(_folder.ML.Regression.Trainers.ConvolutionalNetwork(options)).Fit(view).Transform(view);
        Assert.All(
            numbers.GetColumn<float>("Label").Zip(numbers.GetColumn<float>("Score")), row => Assert.InRange(row.Second, row.First - 0.4f, row.First + 0.4f));
    }

    // Each epoch decodes all files again, in pools of 64 rows.
    [Fact]
    public void Streamed_pictures_train()
    {
        WritePictures(100, damaged: 1);
        IDataView view = _folder.ML.Data.LoadImageFolder(_folder.FullName, new() { Seed = 2, Damaged = DamagedImages.Skip });
        NeuralNetworkOptions options = new() { FeatureColumnName = "Pixels", Seed = 1, Epochs = 15, Optimizer = new Adam(0.01), StreamingPoolSize = 64 };
        TransformerChain<NetworkTransformer> model = Pipeline(options, interleave: false, asFloats: false).Fit(view);
        Assert.Equal(1, _folder.ML.MulticlassClassification.Evaluate(model.Transform(view)).MicroAccuracy);
        Assert.Single(_folder.Warnings, warning => warning.StartsWith("Skipped 1 damaged images: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Images_that_are_no_features_name_the_cure()
    {
        WritePictures(2, damaged: 0);
        const string Cure = "Make a vector of its pixels: Transforms.ResizeImages(\"Image\", 64, 64), then Transforms.ExtractPixels(\"Features\", \"Image\")";
        NetworkTrainer trainer = _folder.ML.MulticlassClassification.Trainers.ConvolutionalNetwork("Label", "Image");
        Assert.Contains($"got Image. {Cure}", Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(View())).Message);
        Assert.Contains(Cure, Assert.Throws<ArgumentOutOfRangeException>(() => Resizing().Append(trainer).Fit(View())).Message);
    }

    [Fact]
    public void Pictures_of_another_size_than_the_network_takes_are_refused_with_both_sizes()
    {
        WritePictures(2, damaged: 0);
        NetworkSpec network = new([5, 8, 3], [.. s_layers]);
        Assert.Contains(
            "The network takes 5 x 8 x 3 = 120 values, but there are 3 x 6 x 8 = 144 features.",
            Assert.Throws<InvalidOperationException>(() => Resizing().Append(_folder.ML.Transforms.ExtractPixels("Features", "Image"))
                .Append(_folder.ML.MulticlassClassification.Trainers.NeuralNetwork(network)).Fit(View())).Message);
    }

    private TransformerChain<NetworkTransformer> Train(NeuralNetworkOptions options, bool interleave, bool asFloats) =>
        Pipeline(options, interleave, asFloats).Fit(View());

    private TransformerChain<NetworkTransformer> Train(NeuralNetworkOptions options, ImagePixelExtractingEstimator pixels) =>
        Resizing().Append(pixels).Append(_folder.ML.MulticlassClassification.Trainers.NeuralNetwork(s_layers, options)).Fit(View());

    private EstimatorChain<NetworkTransformer> Pipeline(NeuralNetworkOptions options, bool interleave, bool asFloats) => Resizing()
        .Append(_folder.ML.Transforms.ExtractPixels("Pixels", "Image", interleavePixelColors: interleave, outputAsFloatArray: asFloats))
        .Append(_folder.ML.MulticlassClassification.Trainers.NeuralNetwork(s_layers, options));

    private ImageResizingEstimator Resizing() =>
        _folder.ML.Transforms.ResizeImages("Image", Width, Height, resizing: ImageResizingEstimator.ResizingKind.Fill);

    private IDataView View() => _folder.ML.Data.LoadImageFolder(_folder.FullName, new() { Shuffle = false, Damaged = DamagedImages.Skip });

    // In one class the left half of a picture is bright, in the other the right half. The first files are cut.
    private void WritePictures(int count, int damaged)
    {
        for (int i = 0; i < count; i++)
        {
            int width = 6 + (i % 7), height = 5 + (i % 5);
            bool isLeft = i % 2 == 0;
            byte[] grey = [.. Enumerable.Range(0, width * height).Select(k => (byte)((k % width < width / 2 == isLeft ? 180 : 20) + (i * k % 50)))];
            byte[] file = (i / 2 % 4) switch
            {
                0 => Png.File(Png.Mode.Grey, width, grey),
                1 => Png.File(Png.Mode.Rgb, width, [.. grey.SelectMany(v => (byte[])[v, (byte)(v / 2), v])]),
                2 => Png.File(Png.Mode.Rgba, width, [.. grey.SelectMany(v => (byte[])[v, v, (byte)(v / 2), 230])]),
                _ => Png.File(Png.Mode.Palette, width, [.. grey.Select(v => (byte)(v / 128))], palette: [10, 20, 30, 240, 200, 220]),
            };
            _folder.Write($"{(isLeft ? "left" : "right")}/{i:000}.png", i < damaged ? file[..(file.Length / 2)] : file);
        }
    }

    private sealed class Picture
    {
        [ImageType(Height, Width)]
        public MLImage? Image { get; set; }
    }

    private sealed class Prediction
    {
        public float[] Score { get; set; } = [];
    }
}
