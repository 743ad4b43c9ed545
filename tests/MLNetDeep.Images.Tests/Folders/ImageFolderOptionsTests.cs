using MLNetDeep.Data;

namespace MLNetDeep.Images.Tests;

/// <summary>Options are compared by value and print their lists.</summary>
public sealed class ImageFolderOptionsTests
{
    [Fact]
    public void Options_are_compared_by_value()
    {
        ImageFolderOptions first = new() { Extensions = [".a", ".b"], ClassNames = ["x"], Seed = 3 };
        ImageFolderOptions second = new() { Extensions = [".a", ".b"], ClassNames = ["x"], Seed = 3 };
        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
        ImageFolderOptions[] others =
        [
            first with { Extensions = [".a"] }, first with { ClassNames = ["y"] }, first with { Seed = 4 }, first with { Shuffle = false },
            first with { Damaged = DamagedImages.Skip }, first with { ValidationSplit = 0.5 }, first with { Subset = ImageSubset.Training },
            first with { PositiveClass = "x" },
        ];
        Assert.All(others, other => Assert.NotEqual(first, other));
    }

    [Fact]
    public void Options_print_their_lists() => Assert.Equal(
        "ImageFolderOptions { Extensions = [.a, .b], ClassNames = [x], PositiveClass = x, Damaged = Skip, ValidationSplit = 0.5, Subset = Training, Shuffle = True, Seed = 3 }",
        $"{new ImageFolderOptions
        {
            Extensions = [".a", ".b"], ClassNames = ["x"], PositiveClass = "x", Damaged = DamagedImages.Skip, ValidationSplit = 0.5,
            Subset = ImageSubset.Training, Seed = 3,
        }}");
}
