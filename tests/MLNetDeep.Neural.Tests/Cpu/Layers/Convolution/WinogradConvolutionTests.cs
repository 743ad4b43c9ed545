using MLNetDeep.Neural.Cpu;
using MLNetDeep.Neural.Cpu.Kernels;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Cpu.Layers;

/// <summary>
/// Winograd's algorithm against the direct kernel and a direct sum in doubles. The tolerances are those that docs/convolution.md states.
/// </summary>
public unsafe class WinogradConvolutionTests
{
    // Relative to the largest output, for inputs and weights of any signs.
    private const double Tolerance = 2e-6;

    // Relative to the largest sum of |input · weight|, for any values.
    private const double ToleranceOfTerms = 1e-6;

    public static TheoryData<int, int, int, int, Padding> Shapes => new()
    {
        { 5, 5, 16, 16, Padding.Valid },
        { 4, 5, 16, 17, Padding.Valid },
        { 7, 4, 24, 33, Padding.Valid },
        { 12, 9, 32, 64, Padding.Valid },
        { 14, 16, 16, 17, Padding.Valid },
        { 2, 3, 19, 40, Padding.Same },
        { 8, 5, 19, 16, Padding.Same },
        { 4, 6, 64, 16, Padding.Same },
        { 5, 7, 50, 65, Padding.Same },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Outputs_are_within_the_tolerance(int height, int width, int channels, int filters, Padding padding)
    {
        foreach (float scale in new[] { 1, 1e-20f, 1e15f })
        {
            Convolution convolution = new(height, width, channels, filters, padding);
            float[] picture = [.. Samples.Floats(height * width * channels).Select(value => value * scale)];
            float[] bias = [.. Samples.Floats(filters, 3).Select(value => value * scale)];
            float[] actual = convolution.Winograd(picture, bias);
            double[] expected = convolution.Sums(picture, bias, out _);
            double largest = expected.Max(Math.Abs);
            AssertClose(expected, actual, Tolerance * largest);
            AssertClose([.. convolution.Direct(picture, bias).Select(value => (double)value)], actual, Tolerance * largest);
        }
    }

    // Neighbouring values that are almost equal, and far from 0, cancel in the transform of a tile. Some values are much larger than the others.
    [Theory]
    [MemberData(nameof(Shapes))]
    public void Errors_are_small_relative_to_the_terms_of_the_sums(int height, int width, int channels, int filters, Padding padding)
    {
        Convolution convolution = new(height, width, channels, filters, padding);
        float[] bias = new float[filters];
        float[][] pictures =
        [
            [.. Samples.Floats(height * width * channels).Select(value => 1000 + value)],
            [.. Samples.Floats(height * width * channels).Select((value, i) => i % 7 == 0 ? value * 1e6f : value)],
            [.. Samples.Floats(height * width * channels).Select((value, i) => (i / channels % 2 == 0 ? 1000 : -1000) + value)],
        ];
        foreach (float[] picture in pictures)
        {
            double[] expected = convolution.Sums(picture, bias, out double largestTerms);
            AssertClose(expected, convolution.Winograd(picture, bias), ToleranceOfTerms * largestTerms);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gradients_of_inputs_are_within_the_tolerance(int height, int width, int channels, int filters, Padding padding)
    {
        Convolution convolution = new(height, width, channels, filters, padding);
        float[] gradient = Samples.Floats(convolution.OutputSize, 4);
        double[] expected = convolution.InputGradient(gradient);
        AssertClose(expected, convolution.WinogradInputGradient(gradient), Tolerance * expected.Max(Math.Abs));
    }

    // A value that is not finite reaches only the outputs of the tiles that contain it, and these are not finite.
    [Fact]
    public void Values_that_are_not_finite_stay_in_their_tiles()
    {
        Convolution convolution = new(8, 8, 16, 16, Padding.Same);
        float[] picture = Samples.Floats(8 * 8 * 16);
        picture[(((5 * 8) + 3) * 16) + 2] = float.NaN;
        float[] outputs = convolution.Winograd(picture, new float[16]);
        for (int i = 0; i < outputs.Length; i++)
        {
            (int y, int x) = Math.DivRem(i / 16, 8);
            bool isCovered = Math.Abs(y - 5) <= 1 && Math.Abs(x - 3) <= 1;
            bool isInTile = Math.Abs((y / 2 * 2) + 0.5 - 5) <= 1.5 && Math.Abs((x / 2 * 2) + 0.5 - 3) <= 1.5;
            Assert.True(isCovered ? !float.IsFinite(outputs[i]) : isInTile || float.IsFinite(outputs[i]), $"{y}, {x}: {outputs[i]}");
        }
    }

    [Fact]
    public void Other_convolutions_are_computed_directly()
    {
        bool Suits(Conv2D layer, int channels = 32, int side = 12)
        {
            ConvolutionShape shape = ((IConvolution)layer).ShapeOf([side, side, channels]);
            return WinogradConvolution.Suits(shape) || WinogradConvolution.SuitsInputGradient(shape);
        }

        Assert.True(Suits(new Conv2D(32, 3)));
        Assert.False(Suits(new Conv2D(32, 3), side: 3));
        Assert.False(Suits(new Conv2D(32, (3, 2))));
        Assert.False(Suits(new Conv2D(32, 3, strides: (1, 2))));
        Assert.False(Suits(new Conv2D(32, 3, dilation: 2)));
        Assert.False(Suits(new Conv2D(32, 3, groups: 2)));
        Assert.False(Suits(new Conv2D(4, 3)));
        Assert.False(Suits(new Conv2D(32, 3), channels: 1));
    }

    private static void AssertClose(double[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"[{i}] is {actual[i]:R}, expected {expected[i]:R}; tolerance {tolerance:R}.");
        }
    }

    private sealed class Convolution
    {
        private readonly NetworkSpec _spec;
        private readonly ConvolutionShape _shape;
        private readonly float[] _weights;

        public Convolution(int height, int width, int channels, int filters, Padding padding)
        {
            Conv2D layer = new(filters, 3, padding: padding);
            _spec = new([height, width, channels], [layer]);
            _shape = ((IConvolution)layer).ShapeOf(_spec.InputShape);
            _weights = Samples.Floats(filters * channels * 9, 2);
            Assert.True(WinogradConvolution.Suits(_shape));
        }

        public int OutputSize => _shape.OutputSize;

        public float[] WinogradInputGradient(float[] gradient)
        {
            CpuParameters weights = new(_spec, Tensors(new float[_shape.OutputChannels]));
            LayerStack layers = new(CpuPlan.ForLoss(_spec, new MeanSquaredError(), training: true), weights, ThreadTeam.CallerOnly, batchSize: 1);
            layers.Forward(new DenseFeatures(new float[_shape.InputSize], _shape.InputSize), [0], step: 0);
            Activations result = new(_spec.InputShape);
            result.EnsureRows(1);
            gradient.CopyTo(new Span<float>(layers.OutputGradient.Pointer, gradient.Length));
            layers.Layers[0].Backward(1, result, new CpuOptimizer(new Sgd(), weights).NextStep());
            return result.Row(0).ToArray();
        }

        // Each product of an output's sum is the derivative of the output times its gradient.
        public double[] InputGradient(float[] gradient)
        {
            double[] result = new double[_shape.InputSize];
            for (int i = 0; i < gradient.Length; i++)
            {
                foreach ((int input, float weight) in Terms(i))
                {
                    result[input] += (double)gradient[i] * weight;
                }
            }

            return result;
        }

        public float[] Winograd(float[] picture, float[] bias) => new Network(_spec, Tensors(bias)).Predict(picture);

        public float[] Direct(float[] picture, float[] bias)
        {
            KernelSet kernels = KernelSet.Best;
            ConvolutionTables tables = new(_shape, kernels.Lanes);
            CpuParameters parameters = new(_spec, Tensors(bias));
            AlignedBuffer source = new(tables.PictureLength + 16), result = new(_shape.OutputSize);
            for (int y = 0; y < _shape.Height.Input; y++)
            {
                int first = ((y + _shape.Height.Before) * tables.Pitch) + (_shape.Width.Before * _shape.InputChannels);
                int length = _shape.Width.Input * _shape.InputChannels;
                picture.AsSpan(y * length, length).CopyTo(source.Span[first..]);
            }

            foreach (ColumnSpan span in tables.Spans)
            {
                kernels.Forward(
                    new PatchProduct
                    {
                        Left = source.Pointer,
                        LeftRows = tables.Patches.Pointer,
                        Segments = tables.Segments.Table.Pointer,
                        SegmentCount = tables.Segments.Count,
                        SegmentLength = tables.Segments.Length,
                        LeftStride = 1,
                        Right = parameters[0].Pointer + span.Offset,
                        RightStride = span.Stride,
                        Result = result.Pointer + span.First,
                        ResultRows = tables.Positions.Pointer,
                        EndRow = tables.Patches.Length,
                        Columns = span.Count,
                    },
                    parameters[1].Pointer + span.First,
                    ActivationFunction.Linear);
            }

            GC.KeepAlive(source);
            return result.Span.ToArray();
        }

        public double[] Sums(float[] picture, float[] bias, out double largestTerms)
        {
            double[] sums = new double[_shape.OutputSize];
            largestTerms = 0;
            for (int i = 0; i < sums.Length; i++)
            {
                float addend = bias[i % _shape.OutputChannels];
                sums[i] = addend;
                double terms = Math.Abs(addend);
                foreach ((int input, float weight) in Terms(i))
                {
                    double product = (double)picture[input] * weight;
                    sums[i] += product;
                    terms += Math.Abs(product);
                }

                largestTerms = Math.Max(largestTerms, terms);
            }

            return sums;
        }

        // The inputs of an output, without padding, and their weights.
        private IEnumerable<(int Input, float Weight)> Terms(int output)
        {
            (int position, int filter) = Math.DivRem(output, _shape.OutputChannels);
            (int y, int x) = Math.DivRem(position, _shape.Width.Output);
            for (int k = 0; k < _shape.FilterSize; k++)
            {
                (int channel, int place) = Math.DivRem(k, 9);
                int inputY = y + (place / 3) - _shape.Height.Before, inputX = x + (place % 3) - _shape.Width.Before;
                if (inputY >= 0 && inputY < _shape.Height.Input && inputX >= 0 && inputX < _shape.Width.Input)
                {
                    yield return ((((inputY * _shape.Width.Input) + inputX) * _shape.InputChannels) + channel, _weights[(filter * _shape.FilterSize) + k]);
                }
            }
        }

        private NamedTensor[] Tensors(float[] bias) =>
        [
            new(_spec.Parameters[0].Name, _spec.Parameters[0].Shape, _weights), new(_spec.Parameters[1].Name, _spec.Parameters[1].Shape, bias),
        ];
    }
}
