using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Reports;

/// <summary>The weights of a network's first layer that has weights, as images.</summary>
/// <param name="Layer">The name of the layer in the network's summary, such as <c>dense</c> or <c>conv2d</c>.</param>
/// <param name="IsConvolution">Whether the images are those of filters. If not, they are those of dense units.</param>
/// <param name="Units">The number of units or filters.</param>
/// <param name="Channels">The number of images of each unit or filter: one for each channel of its input.</param>
/// <param name="Images">The images, unit by unit and channel by channel.</param>
/// <param name="Largest">The largest absolute value of all weights: the end of a scale that is symmetric about 0.</param>
internal sealed record FirstLayerWeights(
    string Layer, bool IsConvolution, int Units, int Channels, ImmutableArray<WeightImage> Images, double Largest)
{
    private const int ImageRank = 3;

    /// <summary>Returns the weights of the first layer.</summary>
    /// <remarks>
    /// Layers before it that leave each pixel its place, such as dropout or batch normalization, are passed over, and so are those that
    /// only change the size or the shape of the image: the weights are then those of the changed image.
    /// </remarks>
    /// <param name="network">The network.</param>
    /// <param name="input">
    /// The shape of the images that the rows of a flat input are, such as [784]; null if it is unknown. An input shape of two or three
    /// dimensions says it itself.
    /// </param>
    /// <returns>
    /// The weights; null if the first layer with weights is neither a dense layer over an image nor a two-dimensional convolution, as in
    /// networks over words, series or tables.
    /// </returns>
    public static FirstLayerWeights? Of(Network network, ImageShape? input)
    {
        NetworkSpec spec = network.Spec;
        ImageShape? image = ShapeOf(spec.InputShape, input);
        for (int i = 0; i < spec.Layers.Length; i++)
        {
            switch (spec.Layers[i])
            {
                case Dense dense when image is not null && spec.InputShapeOf(i) is [int size] && size == image.Size:
                    // After Flatten, the tensor has PyTorch's order.
                    ParameterSpec parameter = spec.Parameters.First(parameter => parameter.LayerIndex == i);
                    return OfDense(dense, parameter.InRowOrder(network.GetWeights(i)[0].Values), image);
                case Conv2D convolution:
                    return OfConvolution(convolution, network.GetWeights(i)[0]);
                case Flatten or Dropout or SpatialDropout2D or BatchNormalization or LayerNormalization or ActivationLayer:
                    break;
                case Reshape or ZeroPadding2D or Cropping2D or UpSampling2D or MaxPooling2D or AveragePooling2D:
                    image = ShapeOf(spec.LayerShapes[i], image);
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    private static ImageShape? ShapeOf(ImmutableArray<int> shape, ImageShape? flat) => shape switch
    {
        [int height, int width] => new ImageShape(height, width, 1, HasPlanes: false),
        { Length: ImageRank } => new ImageShape(shape[0], shape[1], shape[2], HasPlanes: false),
        [int size] when size == flat?.Size => flat,
        _ => null,
    };

    // W has the shape [units, inputs], and an input for each value of the image.
    private static FirstLayerWeights OfDense(Dense layer, float[] weights, ImageShape image)
    {
        Size2D size = new(image.Height, image.Width);
        return Create("dense", isConvolution: false, layer.Units, image.Channels, size, weights, (unit, channel, y, x) =>
            (unit * image.Size) + image.IndexOf(y, x, channel));
    }

    // W has PyTorch's shape [filters, channels of a group, height, width].
    private static FirstLayerWeights OfConvolution(Conv2D layer, NamedTensor weights)
    {
        int channels = weights.Shape[1];
        Size2D size = layer.KernelSize;
        return Create("conv2d", isConvolution: true, layer.Filters, channels, size, weights.Values, (unit, channel, y, x) =>
            (((((unit * channels) + channel) * size.Height) + y) * size.Width) + x);
    }

    private static FirstLayerWeights Create(
        string layer, bool isConvolution, int units, int channels, Size2D size, float[] weights, Func<int, int, int, int, int> indexOf)
    {
        ImmutableArray<WeightImage>.Builder images = ImmutableArray.CreateBuilder<WeightImage>(units * channels);
        for (int unit = 0; unit < units; unit++)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                float[,] values = new float[size.Height, size.Width];
                for (int y = 0; y < size.Height; y++)
                {
                    for (int x = 0; x < size.Width; x++)
                    {
                        values[y, x] = weights[indexOf(unit, channel, y, x)];
                    }
                }

                images.Add(new WeightImage(unit, channel, values));
            }
        }

        return new FirstLayerWeights(layer, isConvolution, units, channels, images.MoveToImmutable(), weights.Max(Math.Abs));
    }
}
