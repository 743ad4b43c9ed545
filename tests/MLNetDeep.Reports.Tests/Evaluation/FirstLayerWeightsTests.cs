using MLNetDeep.Neural;

namespace MLNetDeep.Reports.Tests.Evaluation;

/// <summary>Checks weight images by what the network computes of an image with one bright pixel.</summary>
public class FirstLayerWeightsTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void A_dense_unit_has_the_weight_of_each_pixel(int channels, bool isFlat)
    {
        LayerSpec[] layers = isFlat ? [new Dropout(0.1), new Dense(2)] : [new Flatten(), new Dense(2)];
        Network network = new(new NetworkSpec(isFlat ? [4 * 5 * channels] : [4, 5, channels], [.. layers]), seed: 1);
        FirstLayerWeights weights = FirstLayerWeights.Of(network, isFlat ? new ImageShape(4, 5, channels, HasPlanes: false) : null)!;
        Assert.Equal(("dense", false, 2, channels), (weights.Layer, weights.IsConvolution, weights.Units, weights.Channels));
        Assert.Equal(2 * channels, weights.Images.Length);
        foreach (WeightImage image in weights.Images)
        {
            for (int y = 0; y < 4; y++)
            {
                for (int x = 0; x < 5; x++)
                {
                    float[] pixels = new float[4 * 5 * channels];
                    pixels[(((y * 5) + x) * channels) + image.Channel] = 1;
                    Assert.Equal(network.Predict(new[] { pixels })[0][image.Unit], image.Values[y, x], 1e-6);
                }
            }
        }

        Assert.Equal(weights.Images.Max(image => image.Values.Cast<float>().Max(Math.Abs)), weights.Largest);
    }

    // Planes: the value of channel c at (y, x) is at c · 20 + y · 5 + x.
    [Fact]
    public void A_dense_unit_over_planes_has_their_order()
    {
        Network network = new(new NetworkSpec([60], [new Dense(2)]), seed: 1);
        FirstLayerWeights weights = FirstLayerWeights.Of(network, new ImageShape(4, 5, 3, HasPlanes: true))!;
        WeightImage image = weights.Images.Single(image => (image.Unit, image.Channel) == (1, 1));
        Assert.Equal(network.GetWeights(0)[0].Values[60 + 20 + (3 * 5) + 2], image.Values[3, 2]);
    }

    // At the top left corner of the output, without padding, filter f adds up kernel value times pixel. So a bright pixel at (y, x) gives
    // its value.
    [Fact]
    public void A_filter_has_the_weight_of_each_pixel_of_its_window()
    {
        Network network = new(new NetworkSpec([6, 6, 2], [new Conv2D(3, new Size2D(3, 2)), new Flatten(), new Dense(1)]), seed: 1);
        Network convolution = new(new NetworkSpec([6, 6, 2], [new Conv2D(3, new Size2D(3, 2))]), network.GetWeights(0));
        FirstLayerWeights weights = FirstLayerWeights.Of(network, null)!;
        Assert.Equal(("conv2d", true, 3, 2), (weights.Layer, weights.IsConvolution, weights.Units, weights.Channels));
        Assert.Equal(6, weights.Images.Length);
        foreach (WeightImage image in weights.Images)
        {
            Assert.Equal((3, 2), (image.Values.GetLength(0), image.Values.GetLength(1)));
            for (int y = 0; y < 3; y++)
            {
                for (int x = 0; x < 2; x++)
                {
                    float[] pixels = new float[6 * 6 * 2];
                    pixels[(((y * 6) + x) * 2) + image.Channel] = 1;
                    Assert.Equal(convolution.Predict(new[] { pixels })[0][image.Unit], image.Values[y, x], 1e-6);
                }
            }
        }
    }

    [Fact]
    public void A_layer_that_only_pools_is_passed_over()
    {
        Network network = new(new NetworkSpec([8, 6], [new Reshape([8, 6, 1]), new MaxPooling2D(2), new Flatten(), new Dense(3)]), seed: 1);
        FirstLayerWeights weights = FirstLayerWeights.Of(network, null)!;
        Assert.Equal((4, 3), (weights.Images[0].Values.GetLength(0), weights.Images[0].Values.GetLength(1)));
    }

    [Fact]
    public void Networks_over_words_series_and_tables_have_no_images()
    {
        Assert.Null(FirstLayerWeights.Of(new Network(new NetworkSpec([5], [new Embedding(10, 4), new Flatten(), new Dense(1)])), null));
        Assert.Null(FirstLayerWeights.Of(new Network(new NetworkSpec([7, 3], [new LSTM(4), new Dense(1)])), null));
        Assert.Null(FirstLayerWeights.Of(new Network(new NetworkSpec([12], [new Dense(1)])), null));
        Assert.Null(FirstLayerWeights.Of(new Network(new NetworkSpec([12], [new Dense(1)])), new ImageShape(4, 4, 1, HasPlanes: false)));
        Assert.Null(FirstLayerWeights.Of(new Network(new NetworkSpec([4, 3], [new Dense(1), new Flatten(), new Dense(2)])), null));
    }
}
