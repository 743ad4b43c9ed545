using System.Collections.Immutable;

namespace MLNetDeep.Keras.Layers;

/// <summary>Changes the order of axes.</summary>
internal static class Axes
{
    /// <summary>Returns the values of an array whose axes are put into another order.</summary>
    /// <param name="values">The values, row-major.</param>
    /// <param name="shape">The dimensions of the array.</param>
    /// <param name="order">The axes of the result: axis i of the result is axis <c>order[i]</c> of the array.</param>
    public static float[] Permute(float[] values, ImmutableArray<int> shape, params ReadOnlySpan<int> order)
    {
        int[] strides = new int[shape.Length];
        int stride = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        float[] result = new float[values.Length];
        int[] position = new int[shape.Length];
        int source = 0;
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = values[source];
            for (int axis = order.Length - 1; axis >= 0; axis--)
            {
                source += strides[order[axis]];
                if (++position[axis] < shape[order[axis]])
                {
                    break;
                }

                source -= strides[order[axis]] * shape[order[axis]];
                position[axis] = 0;
            }
        }

        return result;
    }

    /// <summary>Returns a matrix [rows, columns] as [columns, rows].</summary>
    public static float[] Transpose(float[] values, int rows, int columns) => Permute(values, [rows, columns], 1, 0);
}
