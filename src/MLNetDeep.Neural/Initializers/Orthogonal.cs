using System.Numerics.Tensors;
using MLNetDeep.Neural.Randomness;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// A random matrix with orthogonal rows or columns, whichever are fewer, each of the length <see cref="Gain"/>; all such matrices are
/// equally likely.
/// </summary>
/// <remarks>
/// The matrix has one row per output, the first dimension of the parameter, and one column per input. It cannot fill a bias, which has one
/// dimension. Products with such a matrix of gain 1 neither grow nor shrink, so it is the default for the weights of the states in
/// recurrent layers, as in Keras. Source: Saxe, McClelland and Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep
/// linear neural networks" (2013).
/// </remarks>
public sealed record Orthogonal : Initializer
{
    /// <summary>The default of <see cref="Gain"/>.</summary>
    public const double DefaultGain = 1;

    /// <summary>Creates the initializer.</summary>
    /// <param name="gain">See <see cref="Gain"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="gain"/> is not finite.</exception>
    public Orthogonal(double gain = DefaultGain)
    {
        Gain = Guard.Accept(double.IsFinite(gain), gain, nameof(Gain), "finite");
    }

    /// <summary>The factor by which the orthonormal matrix is multiplied. Default 1; accepted: finite.</summary>
    public double Gain { get; }

    // Vectors of independent normal numbers, made orthogonal one after another (Gram and Schmidt), are uniformly distributed. Subtracting
    // the earlier vectors a second time removes what rounding has left of them.
    internal override void Fill(Span<float> values, int fanIn, int fanOut, ref Xoshiro256 random)
    {
        int columns = Math.Min(fanIn, values.Length);
        int rows = values.Length / columns;
        (int count, int length) = (Math.Min(rows, columns), Math.Max(rows, columns));
        double[][] vectors = new double[count][];
        for (int i = 0; i < count; i++)
        {
            double[] vector = vectors[i] = new double[length];
            foreach (ref double value in vector.AsSpan())
            {
                value = random.NextNormal();
            }

            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = 0; j < i; j++)
                {
                    TensorPrimitives.MultiplyAdd(vectors[j], -TensorPrimitives.Dot<double>(vectors[j], vector), vector, vector);
                }
            }

            TensorPrimitives.Divide(vector, TensorPrimitives.Norm<double>(vector), vector);
        }

        for (int i = 0; i < values.Length; i++)
        {
            (int row, int column) = (i / columns, i % columns);
            values[i] = (float)(Gain * (rows >= columns ? vectors[column][row] : vectors[row][column]));
        }
    }
}
