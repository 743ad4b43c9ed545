using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>
/// Pooling by its definition: the values of each window are gathered, without padding and what lies beyond the length of the row, and their
/// maximum or average is taken.
/// </summary>
internal abstract class ReferencePooling<TLayer>(bool takesMaximum) : ReferenceLayer
    where TLayer : Pooling
{
    public override Type Layer => typeof(TLayer);

    public override double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context)
    {
        ImmutableArray<int> shape = context.InputShape;
        (int height, int width, int channels) = shape.Length == 3 ? (shape[0], shape[1], shape[2]) : (1, shape[0], shape[1]);
        (Size2D pool, Size2D strides, Padding padding) = layer switch
        {
            WindowPooling1D windows => ((1, windows.PoolSize), (1, windows.Strides), windows.Padding),
            WindowPooling2D windows => (windows.PoolSize, windows.Strides, windows.Padding),
            _ => ((height, width), (height, width), Padding.Valid),
        };
        List<int[]> windowRows = Windows(height, pool.Height, strides.Height, padding);
        List<int[]> windowColumns = Windows(width, pool.Width, strides.Width, padding);
        return [.. rows.Select((row, i) => Pooled(row, shape.Length == 2 && context.Lengths is { } lengths ? lengths[i] : width))];

        double[] Pooled(double[] row, int used) =>
        [
            .. from ys in windowRows
               from xs in windowColumns
               from channel in Enumerable.Range(0, channels)
               select Pool([.. from y in ys from x in xs where x < used select row[(((y * width) + x) * channels) + channel]]),
        ];

        double Pool(double[] values)
        {
            if (takesMaximum && values.Length > 1)
            {
                double[] descending = [.. values.OrderDescending()];
                context.KinkSeen(descending[0] - descending[1]);
            }

            return values.Length == 0 ? 0 : takesMaximum ? values.Max() : values.Average();
        }
    }

    // The indices in each window along one axis. "Same" makes ceil(size / stride) windows, with the smaller half of the padding before.
    private static List<int[]> Windows(int size, int pool, int stride, Padding padding)
    {
        int count = padding == Padding.Same ? (int)Math.Ceiling(size / (double)stride) : ((size - pool) / stride) + 1;
        int before = padding == Padding.Same ? Math.Max(((count - 1) * stride) + pool - size, 0) / 2 : 0;
        return
        [
            .. Enumerable.Range(0, count).Select(window =>
                Enumerable.Range((window * stride) - before, pool).Where(index => index >= 0 && index < size).ToArray()),
        ];
    }
}

internal sealed class ReferenceMaxPooling1D() : ReferencePooling<MaxPooling1D>(true);

internal sealed class ReferenceMaxPooling2D() : ReferencePooling<MaxPooling2D>(true);

internal sealed class ReferenceAveragePooling1D() : ReferencePooling<AveragePooling1D>(false);

internal sealed class ReferenceAveragePooling2D() : ReferencePooling<AveragePooling2D>(false);

internal sealed class ReferenceGlobalMaxPooling1D() : ReferencePooling<GlobalMaxPooling1D>(true);

internal sealed class ReferenceGlobalMaxPooling2D() : ReferencePooling<GlobalMaxPooling2D>(true);

internal sealed class ReferenceGlobalAveragePooling1D() : ReferencePooling<GlobalAveragePooling1D>(false);

internal sealed class ReferenceGlobalAveragePooling2D() : ReferencePooling<GlobalAveragePooling2D>(false);
