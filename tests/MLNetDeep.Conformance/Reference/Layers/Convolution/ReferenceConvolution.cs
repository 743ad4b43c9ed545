using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>Convolutions in doubles: one sum for each output value, by the formula of <see cref="Conv2D"/>.</summary>
internal static class ReferenceConvolution
{
    /// <summary>Computes the sums of one row, without activation.</summary>
    /// <param name="row">The input row: [height, width, channels].</param>
    /// <param name="height">The options along the height.</param>
    /// <param name="width">The options along the width.</param>
    /// <param name="channels">The number of input channels.</param>
    /// <param name="groups">The number of groups of channels.</param>
    /// <param name="weight">The weights: [filters, channels / groups, kernel height, kernel width].</param>
    /// <param name="bias">The bias; null for none.</param>
    public static double[] Sums(double[] row, Axis height, Axis width, int channels, int groups, double[] weight, double[]? bias)
    {
        int groupInputs = channels / groups;
        int filters = weight.Length / (groupInputs * height.Kernel * width.Kernel);
        double[] sums = new double[height.Outputs * width.Outputs * filters];
        for (int i = 0; i < sums.Length; i++)
        {
            int filter = i % filters, x = i / filters % width.Outputs, y = i / filters / width.Outputs;
            int channel = filter / (filters / groups) * groupInputs;
            int weightIndex = filter * groupInputs * height.Kernel * width.Kernel;
            double sum = bias?[filter] ?? 0;
            for (int c = 0; c < groupInputs; c++)
            {
                for (int u = 0; u < height.Kernel; u++)
                {
                    int inputY = (y * height.Stride) + (u * height.Dilation) - height.Before;
                    for (int v = 0; v < width.Kernel; v++, weightIndex++)
                    {
                        int inputX = (x * width.Stride) + (v * width.Dilation) - width.Before;
                        if (inputY >= 0 && inputY < height.Inputs && inputX >= 0 && inputX < width.Inputs)
                        {
                            sum += weight[weightIndex] * row[(((inputY * width.Inputs) + inputX) * channels) + channel + c];
                        }
                    }
                }
            }

            sums[i] = sum;
        }

        return sums;
    }

    /// <summary>The options of a convolution along one axis, with the padding of TensorFlow.</summary>
    internal sealed class Axis(int inputs, int kernel, int stride, int dilation, Padding padding)
    {
        private readonly int _extent = ((kernel - 1) * dilation) + 1;

        public int Inputs { get; } = inputs;

        public int Kernel { get; } = kernel;

        public int Stride { get; } = stride;

        public int Dilation { get; } = dilation;

        public int Outputs { get; } =
            padding == Padding.Valid ? ((inputs - (((kernel - 1) * dilation) + 1)) / stride) + 1 : (int)Math.Ceiling(inputs / (double)stride);

        public int Before => padding switch
        {
            Padding.Same => Math.Max(((Outputs - 1) * Stride) + _extent - Inputs, 0) / 2,
            Padding.Causal => _extent - 1,
            _ => 0,
        };
    }
}
