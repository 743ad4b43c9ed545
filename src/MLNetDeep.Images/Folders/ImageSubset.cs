namespace MLNetDeep.Data;

/// <summary>A part of the images in a folder.</summary>
public enum ImageSubset
{
    /// <summary>All images.</summary>
    All = 0,

    /// <summary>The images to train on: those that <see cref="ImageFolderOptions.ValidationSplit"/> leaves.</summary>
    Training = 1,

    /// <summary>The images to validate with: the share <see cref="ImageFolderOptions.ValidationSplit"/>.</summary>
    Validation = 2,
}
