using System.Collections.Immutable;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// How the output of a layer is computed from its input: each position of the output is a weighted sum of positions of the input. A position is
/// a number of consecutive values, such as the channels of a pixel.
/// </summary>
internal sealed class PositionMap
{
    private PositionMap(int size, int inputPositions, List<(int Source, float Weight)>[] terms)
    {
        Size = size;
        InputPositions = inputPositions;
        Starts = new int[terms.Length + 1];
        for (int i = 0; i < terms.Length; i++)
        {
            Starts[i + 1] = Starts[i] + terms[i].Count;
        }

        Sources = [.. terms.SelectMany(list => list.Select(term => term.Source))];
        Weights = [.. terms.SelectMany(list => list.Select(term => term.Weight))];
    }

    /// <summary>The number of values of a position.</summary>
    public int Size { get; }

    /// <summary>The number of positions of the input.</summary>
    public int InputPositions { get; }

    /// <summary>The number of positions of the output.</summary>
    public int OutputPositions => Starts.Length - 1;

    /// <summary>For each position of the output, the index of its first term; then the number of all terms.</summary>
    public int[] Starts { get; }

    /// <summary>For each term, the position of the input.</summary>
    public int[] Sources { get; }

    /// <summary>For each term, the weight.</summary>
    public float[] Weights { get; }

    /// <summary>Returns the map of a layer that changes the height and the width of pictures.</summary>
    public static PositionMap Of(AxisChange height, AxisChange width, int channels)
    {
        List<(int, float)>[] terms = new List<(int, float)>[height.Output * width.Output];
        for (int y = 0; y < height.Output; y++)
        {
            for (int x = 0; x < width.Output; x++)
            {
                terms[(y * width.Output) + x] =
                [
                    .. from row in height.SourcesOf(y)
                       from column in width.SourcesOf(x)
                       select ((row.Source * width.Input) + column.Source, row.Weight * column.Weight),
                ];
            }
        }

        return new PositionMap(channels, height.Input * width.Input, terms);
    }

    /// <summary>Returns the map of a layer that puts dimensions in another order. Last dimensions that stay are moved together.</summary>
    /// <param name="inputShape">The shape of a row.</param>
    /// <param name="dims">For each dimension of the output, that of the input; the first is 1.</param>
    public static PositionMap Of(ImmutableArray<int> inputShape, ImmutableArray<int> dims)
    {
        int moved = dims.Length;
        int size = 1;
        while (moved > 0 && dims[moved - 1] == moved)
        {
            size *= inputShape[--moved];
        }

        int[] steps = new int[moved];
        int positions = 1;
        for (int i = moved - 1; i >= 0; i--)
        {
            steps[i] = positions;
            positions *= inputShape[i];
        }

        List<(int, float)>[] terms = new List<(int, float)>[positions];
        for (int output = 0; output < positions; output++)
        {
            int source = 0;
            int rest = output;
            for (int i = moved - 1; i >= 0; i--)
            {
                int dimension = dims[i] - 1;
                source += rest % inputShape[dimension] * steps[dimension];
                rest /= inputShape[dimension];
            }

            terms[output] = [(source, 1)];
        }

        return new PositionMap(size, positions, terms);
    }

    /// <summary>Returns the map of the gradients: from those of the output to those of the input.</summary>
    public PositionMap Transpose()
    {
        List<(int, float)>[] terms = [.. Enumerable.Range(0, InputPositions).Select(_ => new List<(int, float)>())];
        for (int output = 0; output < OutputPositions; output++)
        {
            for (int i = Starts[output]; i < Starts[output + 1]; i++)
            {
                terms[Sources[i]].Add((output, Weights[i]));
            }
        }

        return new PositionMap(Size, OutputPositions, terms);
    }
}
