using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Tests.Kernels;

public unsafe class RepeatedValuesTests
{
    public static TheoryData<int, int> Sizes => new() { { 1, 2 }, { 5, 2 }, { 4, 3 }, { 7, 4 }, { 3, 5 }, { 6, 9 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Values_are_repeated_and_nothing_else_is_written(int count, int times)
    {
        Matrix source = new(1, count, 1), result = new(1, (count * times) + 16, 0);
        RepeatedValues.Repeat(source.Pointer, count, times, result.Pointer);
        result.CheckAll((_, i) => i < count * times ? source[0, i / times] : 0, 0);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Values_of_the_same_source_are_summed(int count, int times)
    {
        Matrix source = new(1, count * times, 1), result = new(1, count + 16, 0);
        RepeatedValues.Sum(source.Pointer, count, times, result.Pointer);
        result.CheckAll((_, i) => i < count ? Enumerable.Range(i * times, times).Sum(k => (double)source[0, k]) : 0, 1e-6);
    }
}
