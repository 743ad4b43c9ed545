using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>Lists the maxima that have a gradient other than 0.</summary>
/// <remarks>
/// There are no branches on whether a gradient is 0, since they would be mispredicted often: a gradient of 0 is written too, and then
/// overwritten by the next one.
/// </remarks>
internal static unsafe class MaximumListing<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    // With more places, most vectors would select no lane.
    private const int MaxSelectedPlaces = 8;

    /// <summary>Fills the lists of the filters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ByFilter(in MaximumLists lists)
    {
        int filters = lists.Filters, windowSize = lists.WindowSize;
        int* ends = lists.FilterEnds, offsets = lists.FilterOffsets, patches = lists.Patches;
        float* values = lists.FilterValues, gradient = lists.Gradient, places = lists.Places;
        new ReadOnlySpan<int>(lists.FilterStarts, filters).CopyTo(new Span<int>(ends, filters));
        for (int window = lists.Windows; window > 0; window--)
        {
            for (int filter = 0; filter < filters; filter++)
            {
                float value = gradient[filter];
                int end = ends[filter];
                offsets[end] = patches[(int)places[filter]];
                values[end] = value;
                ends[filter] = end + (value != 0 ? 1 : 0);
            }

            gradient += filters;
            places += filters;
            patches += windowSize;
        }
    }

    /// <summary>Fills the lists of the places of windows.</summary>
    public static void ByPlace(in MaximumLists lists)
    {
        if (S.Lanes == AlignedBuffer.LineLength && lists.WindowSize <= MaxSelectedPlaces)
        {
            Select(lists);
        }
        else
        {
            Sort(lists);
        }
    }

    // For each place, takes the filters that have their maximum there.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Select(in MaximumLists lists)
    {
        int filters = lists.Filters, windowSize = lists.WindowSize;
        float* values = lists.PlaceValues, gradient = lists.Gradient, places = lists.Places;
        float* offsets = (float*)lists.PlaceOffsets, rows = (float*)lists.FilterRows;
        int position = 0, list = 0;
        V zero = S.Broadcast(0);
        for (int window = lists.Windows; window > 0; window--)
        {
            for (int place = 0; place < windowSize; place++, list++)
            {
                V wanted = S.Broadcast(place);
                lists.PlaceStarts[list] = position;
                for (int filter = 0; filter < filters; filter += S.Lanes)
                {
                    V value = S.Load(gradient + filter);
                    uint lanes = S.EqualLanes(S.Load(places + filter), wanted) & ~S.EqualLanes(value, zero);
                    int rest = filters - filter;
                    lanes &= rest < S.Lanes ? (1u << rest) - 1 : uint.MaxValue;
                    S.StoreSelected(S.Load(rows + filter), lanes, offsets + position);
                    position += S.StoreSelected(value, lanes, values + position);
                }

                lists.PlaceEnds[list] = position;
            }

            gradient += filters;
            places += filters;
        }
    }

    // Counts the maxima of each place, then puts each into its list.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sort(in MaximumLists lists)
    {
        int filters = lists.Filters, windowSize = lists.WindowSize;
        int* starts = lists.PlaceStarts, ends = lists.PlaceEnds, offsets = lists.PlaceOffsets;
        float* values = lists.PlaceValues, gradient = lists.Gradient, places = lists.Places;
        int start = 0;
        for (int window = lists.Windows; window > 0; window--)
        {
            new Span<int>(ends, windowSize).Clear();
            for (int filter = 0; filter < filters; filter++)
            {
                ends[(int)places[filter]]++;
            }

            for (int place = 0; place < windowSize; place++)
            {
                int count = ends[place];
                starts[place] = start;
                ends[place] = start;
                start += count;
            }

            for (int filter = 0; filter < filters; filter++)
            {
                int place = (int)places[filter];
                float value = gradient[filter];
                int end = ends[place];
                offsets[end] = lists.FilterRows[filter];
                values[end] = value;
                ends[place] = end + (value != 0 ? 1 : 0);
            }

            gradient += filters;
            places += filters;
            starts += windowSize;
            ends += windowSize;
        }
    }
}
