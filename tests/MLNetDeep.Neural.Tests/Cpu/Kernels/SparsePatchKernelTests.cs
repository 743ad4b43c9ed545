using System.Runtime.Intrinsics;
using MLNetDeep.Neural.Cpu;
using MLNetDeep.Neural.Cpu.Kernels;
using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural.Tests.Kernels;

/// <summary>
/// Compares the kernels of gradients before maximum pooling, of every SIMD width, with plain loops in doubles. Tolerances are those of
/// <see cref="KernelTests"/>.
/// </summary>
public unsafe class SparsePatchKernelTests
{
    private const float Untouched = -77;

    public static TheoryData<string> Tiers => KernelTests.Tiers;

    // Filters, windows, places of a window, parts of a patch and their length. More than 8 places and 6 vectors take other paths.
    private static (int Filters, int Windows, int Places, int Segments, int Length)[] Shapes =>
        [(1, 1, 1, 1, 1), (5, 6, 4, 3, 5), (16, 4, 4, 2, 16), (37, 9, 4, 3, 3), (19, 3, 9, 1, 40), (33, 5, 2, 5, 30), (3, 7, 6, 7, 33)];

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Lists_hold_the_maxima_with_a_gradient_in_order(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach ((int filters, int windows, int places, _, _) in Shapes)
        {
            Maxima maxima = new(filters, windows, places, kernels);
            (int Offset, float Value)[] expected(IEnumerable<(int Window, int Filter)> order, Func<int, int, int> offset) =>
                [.. order.Where(at => maxima.Gradient(at.Window, at.Filter) != 0).Select(at => (offset(at.Window, at.Filter), maxima.Gradient(at.Window, at.Filter)))];
            for (int filter = 0; filter < filters; filter++)
            {
                Assert.Equal(
                    expected(Enumerable.Range(0, windows).Select(window => (window, filter)), maxima.Patch),
                    maxima.FilterList(filter));
            }

            for (int list = 0; list < windows * places; list++)
            {
                Assert.Equal(
                    expected(
                        Enumerable.Range(0, filters).Select(filter => (list / places, filter)).Where(at => maxima.Place(at.Item1, at.filter) == list % places),
                        (_, filter) => maxima.FilterRow(filter)),
                    maxima.PlaceList(list));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Add_adds_the_patches_of_the_maxima_times_their_gradients(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach ((int filters, int windows, int places, int segments, int length) in Shapes)
        {
            Maxima maxima = new(filters, windows, places, kernels);
            Matrix picture = new(1, 2000, 4);
            (int First, int Count)[] vectors =
            [
                .. from segment in Enumerable.Range(0, segments)
                   from first in Enumerable.Range(0, (length + kernels.Lanes - 1) / kernels.Lanes).Select(vector => vector * kernels.Lanes)
                   select ((segment * length) + first, Math.Min(kernels.Lanes, length - first)),
            ];
            int size = segments * length;
            IndexTable weightVectors = new(vectors.Select(vector => vector.First));
            IndexTable pictureVectors = new(vectors.Select(vector => (vector.First / length * 150) + (vector.First % length)));
            IndexTable lengths = new(vectors.Select(vector => vector.Count));
            IndexTable rows = new(Enumerable.Range(0, filters).Select(filter => filter * (size + 1)));
            Matrix listed = new(1, filters * (size + 1), 0), direct = new(1, filters * (size + 1), 0);
            foreach (Matrix result in new[] { listed, direct })
            {
                for (int i = 0; i < result.Columns; i++)
                {
                    result[0, i] = Untouched;
                }

                SparsePatchProduct product = new()
                {
                    Rows = filters,
                    Starts = maxima.Lists.FilterStarts,
                    Ends = maxima.Lists.FilterEnds,
                    Values = maxima.Lists.FilterValues,
                    Offsets = maxima.Lists.FilterOffsets,
                    Source = picture.Pointer,
                    SourceVectors = pictureVectors.Pointer,
                    Result = result.Pointer,
                    ResultRows = rows.Pointer,
                    ResultVectors = weightVectors.Pointer,
                    VectorLengths = lengths.Pointer,
                    VectorCount = vectors.Length,
                };
                if (result == listed)
                {
                    kernels.Add(product);
                }
                else if (vectors.Length <= SparsePatchProduct.MaxListlessVectors)
                {
                    kernels.Add(product, maxima.Lists);
                }
                else
                {
                    continue;
                }

                for (int i = 0; i < result.Columns; i++)
                {
                    (int filter, int input) = (i / (size + 1), i % (size + 1));
                    double expected = Untouched;
                    for (int window = 0; window < windows && input < size; window++)
                    {
                        int place = maxima.Patch(window, filter) + (input / length * 150) + (input % length);
                        expected += (double)maxima.Gradient(window, filter) * picture[0, place];
                    }

                    Assert.Equal(expected, result[0, i], 2e-7 * (windows + 8) * Math.Abs(Untouched));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void AddRows_adds_the_sums_of_columns(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach ((int rows, int columns) in new[] { (1, 1), (4, 16), (7, 6), (9, 21), (30, 35) })
        {
            Matrix source = new(1, rows * columns, 1), result = new(1, columns + 1, 0);
            result[0, columns] = Untouched;
            result[0, 0] = 2;
            kernels.AddRows(source.Pointer, rows, columns, result.Pointer);
            for (int column = 0; column < columns; column++)
            {
                double expected = (column == 0 ? 2 : 0) + Enumerable.Range(0, rows).Sum(row => (double)source[0, (row * columns) + column]);
                Assert.Equal(expected, result[0, column], 2e-7 * (rows + 8));
            }

            Assert.Equal(Untouched, result[0, columns]);
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Selected_lanes_are_stored_one_after_another(string tier)
    {
        switch (Enum.Parse<SimdTier>(tier))
        {
            case SimdTier.Vector512:
                CheckSelected<Simd512, Vector512<float>>();
                break;
            case SimdTier.Vector256:
                CheckSelected<Simd256, Vector256<float>>();
                break;
            case SimdTier.Vector128:
                CheckSelected<Simd128, Vector128<float>>();
                break;
            default:
                CheckSelected<SimdScalar, float>();
                break;
        }
    }

    private static void CheckSelected<S, V>()
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        Matrix source = new(1, 16, 1), stored = new(1, 32, 0);
        foreach (uint bits in new uint[] { 0, 1, 0b1010, 0xFFFF, 0x8001, 0x7FFE })
        {
            uint lanes = S.Lanes == 16 ? bits : bits & ((1u << S.Lanes) - 1);
            float[] expected = [.. Enumerable.Range(0, S.Lanes).Where(lane => (lanes >> lane & 1) != 0).Select(lane => source[0, lane])];
            Assert.Equal(expected.Length, S.StoreSelected(S.Load(source.Pointer), lanes, stored.Pointer));
            Assert.Equal(expected, Enumerable.Range(0, expected.Length).Select(lane => stored[0, lane]));
        }
    }

    // Maxima at places that a fixed seed chooses. A third of the gradients are 0.
    private sealed class Maxima
    {
        private readonly Matrix _gradient;
        private readonly Matrix _places;
        private readonly IndexTable[] _tables;
        private readonly Matrix _filterValues;
        private readonly Matrix _placeValues;

        public Maxima(int filters, int windows, int places, KernelSet kernels)
        {
            _gradient = new(1, filters * windows, 1);
            _places = new(1, filters * windows, 0);
            Xoshiro256 random = new(5);
            for (int i = 0; i < filters * windows; i++)
            {
                _places[0, i] = random.NextInt32(places);
                _gradient[0, i] = random.NextInt32(3) == 0 ? 0 : _gradient[0, i];
            }

            int maxima = (filters * windows) + MaximumLists.Slack;
            IndexTable patches = new(Enumerable.Range(0, windows * places).Select(i => (i * 29) % 700));
            IndexTable filterRows = new(Enumerable.Range(0, filters + MaximumLists.Slack).Select(filter => filter * 11));
            IndexTable filterStarts = new(Enumerable.Range(0, filters).Select(filter => filter * windows));
            IndexTable filterEnds = new(new int[filters]), filterOffsets = new(new int[maxima]), placeOffsets = new(new int[maxima]);
            IndexTable placeStarts = new(new int[windows * places]), placeEnds = new(new int[windows * places]);
            _tables = [patches, filterRows, filterStarts, filterEnds, filterOffsets, placeOffsets, placeStarts, placeEnds];
            _filterValues = new(1, maxima, 0);
            _placeValues = new(1, maxima, 0);
            Lists = new()
            {
                Filters = filters,
                Windows = windows,
                WindowSize = places,
                Gradient = _gradient.Pointer,
                Places = _places.Pointer,
                Patches = patches.Pointer,
                FilterRows = filterRows.Pointer,
                FilterStarts = filterStarts.Pointer,
                FilterEnds = filterEnds.Pointer,
                FilterOffsets = filterOffsets.Pointer,
                FilterValues = _filterValues.Pointer,
                PlaceStarts = placeStarts.Pointer,
                PlaceEnds = placeEnds.Pointer,
                PlaceOffsets = placeOffsets.Pointer,
                PlaceValues = _placeValues.Pointer,
            };
            kernels.ListByFilter(Lists);
            kernels.ListByPlace(Lists);
        }

        public MaximumLists Lists { get; }

        public float Gradient(int window, int filter) => _gradient[0, (window * Lists.Filters) + filter];

        public int Place(int window, int filter) => (int)_places[0, (window * Lists.Filters) + filter];

        public int Patch(int window, int filter) => _tables[0].Pointer[(window * Lists.WindowSize) + Place(window, filter)];

        public int FilterRow(int filter) => _tables[1].Pointer[filter];

        public (int Offset, float Value)[] FilterList(int filter) =>
            List(Lists.FilterStarts[filter], Lists.FilterEnds[filter], Lists.FilterOffsets, Lists.FilterValues);

        public (int Offset, float Value)[] PlaceList(int list) =>
            List(Lists.PlaceStarts[list], Lists.PlaceEnds[list], Lists.PlaceOffsets, Lists.PlaceValues);

        private static (int Offset, float Value)[] List(int start, int end, int* offsets, float* values)
        {
            (int Offset, float Value)[] list = new (int, float)[end - start];
            for (int i = start; i < end; i++)
            {
                list[i - start] = (offsets[i], values[i]);
            }

            return list;
        }
    }
}
